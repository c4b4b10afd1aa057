# Surat sendiri.
mails-language = Bahasa surat
mails-choose = Simpan bahasa
mails-none = Belum ada surat.
mails-sent = Dikirim
mails-waiting = Menunggu dikirim sejak
