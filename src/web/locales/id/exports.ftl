# Lembar terakhir sebuah buku kerja.
provenance-sheet = asal-usul
provenance-call = Seleksi
provenance-rules-hash = Hash aturan yang dibekukan (SHA-256)
provenance-run = Penghitungan peringkat
provenance-inputs-hash = Hash masukan penghitungan
provenance-run-hash = Hash hasil penghitungan
provenance-decision = Keputusan
provenance-outcomes-hash = Hash hasil keputusan
provenance-decree = Nomor surat keputusan
provenance-withheld = Ada usulan yang tidak dimuat karena benturan kepentingan
provenance-ledger-seq = Catatan: nomor entri terakhir
provenance-ledger-hash = Catatan: hash entri terakhir
provenance-program = Program
provenance-made-at = Dibuat pada
provenance-zone = Zona waktu semua jam
provenance-made-by = Dibuat oleh
