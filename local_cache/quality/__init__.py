"""What is wrong with what a unit has sent, and what to do about it: computed in SQL from its own records.

Judged are completed forms; drafts and returned forms wait and are counted as such; deleted ones are nowhere. Every
finding says which records it is about, as an expression of the one language or, where that cannot be, by their ids.
"""
