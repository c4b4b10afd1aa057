# calls
