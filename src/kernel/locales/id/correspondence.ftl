# Surat.
mail-not-failed = Surat ini tidak gagal: masih dalam pengiriman, atau sudah terkirim.
mail-forgotten = Isi surat ini rahasia dan sudah dihapus. Mintalah penerimanya meminta surat baru.
# Di bawah setiap surel: kepada siapa bertanya.
office-phone = telepon { $value }
office-hours = jam layanan { $value }
