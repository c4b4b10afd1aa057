# Surat dan berita acara (PDF), dan tautannya.
paper-rules-hash = Aturan (SHA-256)
paper-run-hash = Peringkat (SHA-256)
paper-ledger = Jejak audit, entri { $value }
paper-chair = Ketua
paper-chair-acting = Plh. Ketua, menggantikan { $value }
paper-decider-acting = Plh., menggantikan { $value }
paper-member = Anggota
receipt-pdf = Unduh PDF
result-pdf = Unduh surat hasil (PDF)
paper-signed = Jejak audit ditandatangani pada entri { $value }, akar
weekday-1 = Senin
weekday-2 = Selasa
weekday-3 = Rabu
weekday-4 = Kamis
weekday-5 = Jumat
weekday-6 = Sabtu
weekday-7 = Minggu
