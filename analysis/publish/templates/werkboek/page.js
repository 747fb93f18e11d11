(function () {
  "use strict";
  var PRINT_WIDTH = 640;
  function plots() { return Array.prototype.slice.call(document.querySelectorAll("[data-grafiek]")); }
  function narrow(layout, width) {
    if (width >= 480) { return layout; }
    layout.font = Object.assign({}, layout.font, { size: 11 });
    layout.margin = Object.assign({}, layout.margin, { l: 4, r: 8 });
    layout.legend = Object.assign({}, layout.legend, { font: { size: 10 } });
    return layout;
  }
  function draw(place) {
    var island = document.getElementById("g-" + place.dataset.grafiek);
    if (typeof Plotly === "undefined") {
      place.className += " leeg";
      place.textContent = "De grafiek kan niet worden getekend; de cijfers staan hieronder.";
      return;
    }
    var plot = JSON.parse(island.textContent);
    Plotly.newPlot(place, plot.data, narrow(plot.layout, place.clientWidth), {
      displayModeBar: false, showSendToCloud: false, displaylogo: false, responsive: true
    });
  }
  document.addEventListener("DOMContentLoaded", function () { plots().forEach(draw); });
  window.addEventListener("beforeprint", function () {
    plots().forEach(function (place) { if (place._fullLayout) { Plotly.relayout(place, { width: PRINT_WIDTH }); } });
  });
  window.addEventListener("afterprint", function () {
    plots().forEach(function (place) { if (place._fullLayout) { Plotly.relayout(place, { width: null, autosize: true }); } });
  });
  window.addEventListener("hashchange", function () {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var fold = target && target.closest("details");
    if (fold) { fold.open = true; target.scrollIntoView(); }
  });
})();
