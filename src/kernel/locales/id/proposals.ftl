# Usulan: penulisan, dukungan, pengajuan, persyaratan.
problem-not-registered = Masalah ini tidak, atau tidak lagi, ada dalam daftar yang disetujui. Pilih yang lain.
level-not-offered = Jenjang ini tidak dibuka pada seleksi ini. Yang dibuka: { $offered }.
no-unit = Akun Anda belum memiliki unit kerja. Minta sekretariat mengisinya.
one-proposal-each = Anda sudah memiliki usulan pada seleksi ini. Lanjutkan usulan itu, atau tarik lebih dahulu.
wrong-state = Tindakan ini tidak dapat dilakukan selama usulan { $state ->
        [draft] masih berupa draf
        [submitted] sudah diajukan
        [eligible] sudah memenuhi syarat (MS)
        [ineligible] tidak memenuhi syarat (TMS)
        [withdrawn] sudah ditarik
       *[other] { $state }
    }.
not-ready = Usulan belum dapat diajukan. Yang masih kurang disebutkan satu per satu.
not-eligible = Usulan tidak dapat diajukan: persyaratan yang disebutkan belum terpenuhi.
late-beyond-screening = Harus sebelum verifikasi selesai ({ $instant }): usulan itu masih harus diverifikasi.
verification-begun = Verifikator sudah menyimpulkan pemeriksaan atas yang Anda ajukan; pengajuan itu tetap berlaku dan tidak diganti lagi. Bila ada yang perlu diperbaiki, hubungi sekretariat.
nothing-changed = Tidak ada yang berubah sejak pengajuan terakhir; tanda terimanya tetap berlaku.
not-submitted = Usulan ini belum diajukan.
already-verified = Usulan ini sudah diperiksa verifikator sebelum ditarik, jadi tidak dapat dilanjutkan. Mulailah usulan baru pada seleksi ini.
nothing-to-ask = Semua rekomendasi sudah diberikan atau sedang ditunggu.
not-asked = Tidak ada permintaan rekomendasi yang menunggu jawaban Anda. Muat ulang halaman ini.
voids-endorsement = Perubahan ini membatalkan rekomendasi yang sudah diberikan. Untuk menyimpannya, nyatakan bahwa rekomendasi akan diminta kembali.
already-endorsed = Anda sudah mendukung isi ini.
summary-too-many-words = { $words } kata; paling banyak { $maximum }.
cost-required = Seleksi ini mempunyai anggaran: isikan biaya yang diminta dalam rupiah.
cost-above-ceiling = Biaya yang diminta { $cost }; seleksi ini mendanai paling banyak { $maximum } untuk satu usulan.
plan-empty = Tambahkan sedikitnya satu kegiatan pada rencana dua belas bulan pertama.
document-required = Unggah dokumen ini: { $kind }.
endorsement-required = { $kind ->
        [unit_head] Pimpinan unit Anda belum mendukung usulan ini.
       *[problem_owner] Pimpinan unit pemilik masalah belum mendukung usulan ini.
    }
endorsement-stale = { $kind ->
        [unit_head] Usulan berubah setelah didukung pimpinan unit Anda. Mintalah dukungan kembali.
       *[problem_owner] Usulan berubah setelah didukung pemilik masalah. Mintalah dukungan kembali.
    }
rule-unknown = Belum dapat dinilai; lengkapi: { $missing } ({ $legal_reference }).
rule-civil-servant = Hanya PNS yang dapat diusulkan ({ $legal_reference }).
rule-years-of-service = Masa kerja pada awal studi: { $years } tahun; sedikitnya { $at_least } tahun ({ $legal_reference }).
rule-remaining-service = Sisa masa kerja pada awal studi: { $remaining_months } bulan; yang diperlukan: { $required_months } bulan ({ $factor } × { $duration_months }). Masa kerja berakhir { $retires_on } ({ $legal_reference }).
rule-age = Usia pada awal studi: { $years } tahun; paling tinggi { $at_most } tahun ({ $legal_reference }).
rule-performance-rating = Predikat kinerja setiap tahun { $years } sekurang-kurangnya { $at_least ->
        [very_good] Sangat Baik
        [good] Baik
        [needs_improvement] Butuh Perbaikan
        [poor] Kurang
       *[other] { $at_least }
    } ({ $legal_reference }).
rule-no-sanction = Tidak sedang menjalani hukuman disiplin sedang atau berat, dan tidak dalam { $years_since_medium } tahun setelah hukuman sedang atau { $years_since_heavy } tahun setelah hukuman berat ({ $legal_reference }).
rule-no-criminal-case = Tidak sedang dalam perkara pidana dan tidak pernah dijatuhi pidana ({ $legal_reference }).
rule-in-active-service = Hanya yang bertugas aktif: tidak sedang CLTN dan tidak diberhentikan sementara ({ $legal_reference }).
rule-no-service-bond = Ikatan dinas dari studi sebelumnya harus selesai sebelum studi baru dimulai ({ $legal_reference }).
rule-no-failed-assignment = Tidak pernah gagal atau membatalkan tugas belajar karena kelalaian sendiri ({ $legal_reference }).
rule-no-other-nomination = Tidak sedang diusulkan pada tugas belajar lain ({ $legal_reference }).
rule-accreditation = Akreditasi program studi sekurang-kurangnya { $at_least ->
        [excellent] A / Unggul
        [good] B / Baik Sekali
        [fair] C / Baik
       *[other] { $at_least }
    } dan berlaku pada hari pertama studi ({ $legal_reference }).
rule-degree-below = Diperlukan ijazah jenjang { $requires } ({ $legal_reference }).
rule-no-degree-of-level = Belum memiliki ijazah jenjang { $level } ({ $legal_reference }).
rule-grade-point-average = IPK ijazah terakhir sekurang-kurangnya { $at_least } ({ $legal_reference }).
rule-duration = Lama studi paling banyak { $at_most } bulan ({ $normative_months } + { $extra_months }) ({ $legal_reference }).
exception-ended = Pengecualian ini sudah diputuskan ({ $state }).
exception-running = Sudah ada pengecualian yang menunggu keputusan untuk usulan ini. Putuskan atau tarik kembali dahulu.
exception-twice = Dua orang yang berbeda memutuskan, dan yang mengajukan bukan salah satunya. Mintalah orang lain yang berwenang.
exception-not-handed-in = Pengecualian hanya untuk usulan yang sudah diajukan dan tidak ditarik ({ $state }).
exception-over = Batas waktunya ({ $until }) sudah lewat. Tolak, lalu ajukan lagi dengan waktu yang baru.
minutes-missing = Berita acara bertanda tangan belum dilampirkan. Lampirkan dahulu.
minutes-twice = Berita acara sudah dilampirkan.
minutes-too-large = Berkas berita acara paling besar { $limit } byte. Perkecil berkasnya, lalu kirim lagi.
exception-beyond-screening = Harus sebelum verifikasi selesai ({ $instant }): usulan itu masih harus diverifikasi.
exception-needs-this = Pilih yang dimaksud berita acara.
exception-needs-no-such = Kosongkan: jenis pengecualian ini bukan tentang hal itu.
exception-elsewhere = Berita acara tidak menyebut isian ini. Kembalikan seperti yang sudah diajukan.
exception-reason-needed = Tuliskan alasan penolakan; peserta membacanya.
