# Surat dan berita acara (PDF), dan tautannya.
paper-rules-hash = Aturan (SHA-256)
paper-run-hash = Peringkat (SHA-256)
paper-ledger = Catatan, entri { $value }
paper-chair = Ketua
paper-chair-acting = Plh. Ketua, menggantikan { $value }
paper-decider-acting = Plh., menggantikan { $value }
paper-member = Anggota
receipt-pdf = Unduh PDF
result-pdf = Unduh surat hasil (PDF)
paper-signed = Catatan ditandatangani pada entri { $value }, akar
