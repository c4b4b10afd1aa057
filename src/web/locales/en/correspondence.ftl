# Letters.
mail-not-failed = This letter has not failed: it is on its way, or was sent.
