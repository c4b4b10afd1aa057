# Surat.
mail-not-failed = Surat ini tidak gagal: masih dalam pengiriman, atau sudah terkirim.
