# Letters.
mail-not-failed = This letter has not failed: it is on its way, or was sent.
mail-forgotten = What this letter said was secret and is gone. Its recipient asks for a new one.
# Below every letter: whom to ask.
office-phone = telephone { $value }
office-hours = hours { $value }
