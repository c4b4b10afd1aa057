# Surat.
mail-not-failed = Surel ini tidak gagal: masih dalam pengiriman, atau sudah terkirim.
mail-forgotten = Isi surel ini rahasia dan sudah dihapus. Mintalah penerimanya meminta surel baru.
# Di bawah setiap surel: kepada siapa bertanya.
office-phone = telepon { $value }
office-hours = jam layanan { $value }
