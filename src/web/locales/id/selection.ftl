# selection
