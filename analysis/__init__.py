"""Analysis workbook on a Dutch sociaal ontwikkelbedrijf."""

__version__ = "0.1.0"
