"""One module per deelvraag: opened workbook → results, by calling the model on validated tables.

The model knows no files and no ids; a page knows no arithmetic. What joins them, and which ids each
result rests on, stands here, so that every number can be had in a test without a notebook.
"""
