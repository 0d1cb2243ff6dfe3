"""Reading: from the bytes of one file to plain text. One module a format, none trusts the file's ending."""
