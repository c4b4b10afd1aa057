# Surat sendiri.
mails-language = Bahasa surel
mails-choose = Simpan bahasa
mails-none = Belum ada surel.
mails-sent = Dikirim
mails-waiting = Menunggu dikirim sejak
