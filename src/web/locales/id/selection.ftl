# Seleksi: perhitungan peringkat.
nothing-to-rank = Belum ada usulan yang memenuhi syarat, sehingga belum ada yang dapat diperingkat.
cannot-compute = Peringkat tidak dapat dihitung: { $detail }.
