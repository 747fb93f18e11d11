"""Notebooks → reports: run, normalise, render, write, and the bookkeeping around it."""
