# Hasil seorang peserta.
result-title = Hasil usulan Anda
outcome-selected = Terpilih
outcome-reserve = Cadangan
outcome-not-selected = Tidak terpilih
outcome-not-ranked = Tidak diperingkat
outcome-ineligible = Tidak memenuhi syarat (TMS)
result-reserve-position = Urutan cadangan: { $value }
result-deviation = Keputusan menyimpang dari peringkat, dengan alasan:
result-how = Bagaimana peringkat terjadi
result-place = Peringkat
result-of = dari
result-value = Nilai:
result-criteria = Rata-rata per kriteria
result-criterion = Kriteria
result-weight = Bobot
result-mean = Rata-rata
result-feedback = Umpan balik penilai
result-no-feedback = Tidak ada umpan balik tertulis.
result-objection = Sanggahan
result-total = Nilai total
result-interval = Rentang peringkat menurut model:
result-seats = { $count ->
       *[other] Tersedia { $count } kursi;
    }
result-line = kursi terakhir jatuh pada peringkat { $value }.
result-drawing = Tempat Anda di antara semua usulan yang diperingkat; garis putus-putus ialah garis kursi.
result-step-mean = Setiap penilai memberi skor per kriteria; nilai usulan ialah rata-rata jumlah skor kali bobot, dihitung tepat tanpa pembulatan.
result-step-median = Setiap penilai memberi skor per kriteria; nilai usulan ialah median jumlah skor kali bobot, dihitung tepat tanpa pembulatan.
result-step-ties = Nilai yang sama diputus oleh urutan kunci yang diumumkan, terakhir oleh undian dari benih yang sekarang dibuka.
result-step-seats = Kursi diisi dari atas ke bawah. Sebuah usulan dilewati hanya bila batas kelompoknya penuh, kursi yang tersisa diperlukan untuk jumlah minimum, atau ambangnya tidak tercapai; alasan untuk usulan Anda tertulis di atas.
result-thresholds = Ambang
result-minimum = sedikitnya { $value }
result-met = tercapai
result-not-met = tidak tercapai
result-objection-until = Sanggahan dapat diajukan sampai
result-objection-open = Ajukan atau lihat sanggahan
result-offer-open = Tawaran kursi saya
