"""Reports as values: what is wrong and where, what belongs to it, and the text edits that mend it."""
