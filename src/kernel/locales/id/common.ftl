# Kata-kata yang dipakai semua bagian.
not-signed-in = Anda belum masuk. Masuklah dengan POST /api/v1/auth/login, lalu kirim token di header Authorization.
token-expired = Sesi Anda sudah berakhir. Perbarui token, atau masuk kembali.
forbidden = Peran Anda tidak mengizinkan tindakan ini.
forged-request = Kiriman ini tidak berasal dari halaman yang Anda buka, atau sesinya sudah berganti. Muat ulang halaman, lalu kirim kembali.
not-found = Tidak ditemukan. Periksa alamatnya.
method-not-allowed = Alamat ini tidak melayani metode tersebut; header Allow menyebut yang dilayani.
not-acceptable = Format jawaban yang diminta tidak tersedia.
request-timeout = Permintaan terlalu lama dikirim. Coba kembali.
wrong-phase = Tindakan ini tidak dapat dilakukan pada tahap sekarang ({ $phase }).
changed-meanwhile = Orang lain lebih dahulu mengubahnya. Muat ulang, lalu coba kembali.
already-exists = Sudah ada.
idempotency-key-reused = Idempotency-Key ini sudah dipakai untuk isi yang lain. Pakai kunci baru.
stale = Isi yang tersimpan sudah berubah sejak Anda membukanya. Kedua versi disertakan; gabungkan lalu simpan kembali.
too-large = Kiriman terlalu besar; batasnya { $limit } byte.
unsupported-type = Jenis kiriman tidak didukung. Kirim Content-Type: application/json.
invalid = Isian belum benar. Perbaiki yang ditandai lalu kirim kembali.
partly-saved = Tersimpan, kecuali isian yang ditandai. Perbaiki, lalu simpan kembali.
incomplete = Tersimpan. Sebelum dapat diajukan, masih ada yang kurang.
malformed-json = Kiriman bukan JSON yang sah (baris { $line }, kolom { $column }).
bad-request = Permintaan tidak dapat dipahami.
if-match-required = Sertakan header If-Match dengan ETag versi yang Anda ubah.
too-many-requests = Terlalu banyak percobaan. Tunggu sebentar lalu coba kembali.
internal = Terjadi kesalahan pada sistem; tidak ada yang berubah. Sebutkan nomor permintaan ini kepada sekretariat.
busy = Sistem sedang sibuk; tidak ada yang berubah. Coba kembali beberapa saat lagi.
disk-full = Penyimpanan server penuh; tidak ada yang berubah. Hubungi sekretariat.
required = Wajib diisi.
wrong-shape = Isinya tidak sesuai: { $detail }.
not-a-number = Tulis angka saja, misalnya { $example }.
not-an-amount = Tulis rupiah utuh dengan angka saja, misalnya { $example }.
not-a-date = Tulis tanggal seperti { $example }.
not-a-time = Tulis jam seperti { $example }.
row-incomplete = Belum tersimpan sebelum isian lain di barisnya lengkap.
too-many-rows = Terlalu banyak baris; paling banyak { $maximum }.
unknown-field = Isian ini tidak dikenal: { $detail }.
too-short = Terlalu pendek; sedikitnya { $minimum } karakter.
too-long = Terlalu panjang; paling banyak { $maximum } karakter.
out-of-range = Di luar batas { $minimum } sampai { $maximum }.
not-an-email = Bukan alamat surel yang sah.
control-characters = Mengandung karakter kendali; hapus karakter itu.
not-one-of = Bukan salah satu dari: { $allowed }.
unknown-reference = Tidak ada data dengan kode ini.
duplicate = Sudah tercantum di atas.
column-twice = Kolom { $column } ada dua kali dalam tabel; hapus salah satunya karena tidak jelas mana yang berlaku.
field-twice = Isian ini ada dua kali; hapus salah satunya karena tidak jelas mana yang berlaku.
hidden-character = Karakter ke-{ $position } ({ $character }, sesudah “{ $before }”) { $kind ->
    [direction] membalik arah tulisan, sehingga orang lain membaca hal yang berbeda
    [control] adalah karakter kendali
    [private] tidak termasuk tulisan mana pun
   *[invisible] tidak terlihat
}. Hapus karakter itu, atau ketik ulang kata-katanya.
lookalike-character = Karakter ke-{ $position }, “{ $letter }” ({ $character }), mirip huruf Latin “{ $kind }” tetapi huruf lain. Ketik ulang dengan papan ketik Anda.
name-character = Nama tidak dapat memuat “{ $letter }” ({ $character }, karakter ke-{ $position }).
from-elsewhere = Tautan ini dibuat situs lain, dan apa yang dituju dicatat atas nama Anda. Bukalah dari halaman Tubel.
pact-unsigned = Tandatangani dahulu pakta integritas seleksi ini di { $page }; sebelum itu usulannya tidak diperlihatkan kepada Anda.
