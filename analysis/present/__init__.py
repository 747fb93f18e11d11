"""Results → what is shown: figure, table and claim, Dutch numbers, theme."""
