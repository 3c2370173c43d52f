"""Documents on pages: laid out, written as PDF, shown before they are printed; and the forms a report is chosen by."""
