//! Dense Cholesky factor of a symmetric positive definite matrix, in one fixed order of operations.
//!
//! No library with run-time dispatch is used, because identical bits on every machine matter more
//! than speed.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is below the order of the matrix by construction, and a get() that hid a \
              wrong one as zero would give a wrong factor in silence"
)]

use super::parallel::in_order;

/// A square matrix by rows. Symmetric ones are given by their lower triangle only.
#[derive(Debug, Clone)]
pub(crate) struct Square {
    pub(crate) order: usize,
    pub(crate) cells: Vec<f64>,
}

impl Square {
    pub(crate) fn zero(order: usize) -> Self {
        Self { order, cells: vec![0.0; order * order] }
    }

    pub(crate) fn row(&self, row: usize) -> &[f64] {
        &self.cells[row * self.order..(row + 1) * self.order]
    }

    pub(crate) fn row_mut(&mut self, row: usize) -> &mut [f64] {
        &mut self.cells[row * self.order..(row + 1) * self.order]
    }
}

/// The lower triangular L with L L' = the matrix; values above the diagonal are ignored.
#[derive(Debug, Clone)]
pub(crate) struct Factor(Square);

/// Rows and columns of a tile: two tiles fit easily into a core's second-level cache.
const TILE: usize = 64;
/// The number of rows whose inner products with one other row are computed together.
const BAND: usize = 4;

impl Factor {
    /// Factors the matrix given by its lower triangle. A pivot that is not positive becomes NaN,
    /// and so does everything that depends on it.
    pub(crate) fn of(mut matrix: Square) -> Self {
        let order = matrix.order;
        for first in (0..order).step_by(TILE) {
            let last = (first + TILE).min(order);
            let (done, rest) = matrix.cells.split_at_mut(first * order);
            let strip = &mut rest[..(last - first) * order];
            for column in (0..first).step_by(TILE) {
                let finished = &done[column * order..(column + TILE) * order];
                let sums = tile_products(strip, finished, column, order);
                subtract(strip, &sums, column, order);
                solve_tile(strip, finished, column, order);
            }
            let sums = tile_products(strip, strip, first, order);
            subtract(strip, &sums, first, order);
            factor_tile(strip, first, order);
        }
        Self(matrix)
    }

    pub(crate) fn order(&self) -> usize {
        self.0.order
    }

    pub(crate) fn pivot(&self, row: usize) -> f64 {
        self.0.row(row)[row]
    }

    /// Logarithm of the matrix's determinant.
    pub(crate) fn log_determinant(&self) -> f64 {
        let pivots = (0..self.order()).map(|row| self.pivot(row));
        2.0 * pivots.fold(0.0, |sum, pivot| sum + libm::log(pivot))
    }

    /// Solves L x = b in place.
    pub(crate) fn solve_lower(&self, vector: &mut [f64]) {
        for row in 0..self.order() {
            let factors = self.0.row(row);
            vector[row] = (vector[row] - dot(&factors[..row], &vector[..row])) / factors[row];
        }
    }

    /// Solves L' x = b in place.
    pub(crate) fn solve_upper(&self, vector: &mut [f64]) {
        for row in (0..self.order()).rev() {
            let factors = self.0.row(row);
            let (before, from) = vector.split_at_mut(row);
            from[0] /= factors[row];
            for (value, factor) in before.iter_mut().zip(factors) {
                *value -= factor * from[0];
            }
        }
    }

    /// The transposed inverse of L, by rows: row i holds, from place i on, the coefficients that
    /// turn independent normals z into draws x = L'^-1 z whose covariance is the matrix's inverse.
    pub(crate) fn transposed_inverse(&self, threads: usize) -> Square {
        let order = self.order();
        let bands =
            in_order(order.div_ceil(STRIP), threads, |strip| self.inverse_rows(strip * STRIP));
        Square { order, cells: bands.concat() }
    }

    /// A strip of rows of the transposed inverse.
    fn inverse_rows(&self, first: usize) -> Vec<f64> {
        let order = self.order();
        let rows = STRIP.min(order - first);
        let mut strip = vec![0.0; rows * order];
        for below in first..order {
            let factors = self.0.row(below);
            let sums = strip_products(&strip, factors, first..below, order);
            for (row, sum) in sums.into_iter().take(rows).enumerate() {
                let one = f64::from(u8::from(first + row == below));
                let inside = first + row <= below;
                strip[row * order + below] =
                    if inside { (one - sum) / factors[below] } else { 0.0 };
            }
        }
        strip
    }
}

/// The inverse of the factored matrix, full and symmetric, from [`Factor::transposed_inverse`].
pub(crate) fn inverse(transposed: &Square, threads: usize) -> Square {
    let order = transposed.order;
    let strips = in_order(order.div_ceil(STRIP), threads, |strip| {
        let first = strip * STRIP;
        let rows = STRIP.min(order - first);
        let left = &transposed.cells[first * order..(first + rows) * order];
        let mut cells = vec![0.0; rows * order];
        for column in 0..first + rows {
            let sums = strip_products(left, transposed.row(column), first..order, order);
            for (row, sum) in sums.into_iter().take(rows).enumerate() {
                cells[row * order + column] = sum;
            }
        }
        cells
    });
    let mut inverse = Square { order, cells: strips.concat() };
    for row in 0..order {
        for column in 0..row {
            inverse.cells[column * order + row] = inverse.cells[row * order + column];
        }
    }
    inverse
}

/// The number of rows handled together when inverting.
const STRIP: usize = 16;

/// Inner products over `range` of each row of a strip with one vector.
fn strip_products(
    strip: &[f64],
    vector: &[f64],
    range: std::ops::Range<usize>,
    order: usize,
) -> [f64; STRIP] {
    let mut sums = [0.0; STRIP];
    for (band, sums) in strip.chunks(BAND * order).zip(sums.chunks_mut(BAND)) {
        if band.len() == BAND * order {
            sums.copy_from_slice(&four_dots(band, &vector[range.clone()], range.start, order));
        } else {
            for (row, sum) in band.chunks_exact(order).zip(sums) {
                *sum = dot(&row[range.clone()], &vector[range.clone()]);
            }
        }
    }
    sums
}

/// Inner products of the strip's rows with the finished tile's, over all columns before the tile.
fn tile_products(strip: &[f64], finished: &[f64], column: usize, order: usize) -> Vec<f64> {
    let rows = strip.len() / order;
    let mut sums = vec![0.0; rows * TILE];
    for start in (0..column).step_by(TILE) {
        let bands = strip.chunks(BAND * order).zip(sums.chunks_mut(BAND * TILE));
        for (band, sums) in bands {
            for (place, other) in finished.chunks_exact(order).enumerate() {
                let segment = &other[start..start + TILE];
                if band.len() == BAND * order {
                    for (row, sum) in four_dots(band, segment, start, order).into_iter().enumerate()
                    {
                        sums[row * TILE + place] += sum;
                    }
                } else {
                    for (row, cells) in band.chunks_exact(order).enumerate() {
                        sums[row * TILE + place] += dot(&cells[start..start + TILE], segment);
                    }
                }
            }
        }
    }
    sums
}

fn subtract(strip: &mut [f64], sums: &[f64], column: usize, order: usize) {
    let last = (column + TILE).min(order);
    for (row, sums) in strip.chunks_exact_mut(order).zip(sums.chunks_exact(TILE)) {
        for (cell, sum) in row[column..last].iter_mut().zip(sums) {
            *cell -= sum;
        }
    }
}

/// A tile below the diagonal: solved against the diagonal tile of its column.
fn solve_tile(strip: &mut [f64], finished: &[f64], column: usize, order: usize) {
    for row in strip.chunks_exact_mut(order) {
        for (place, other) in finished.chunks_exact(order).enumerate() {
            let at = column + place;
            row[at] = (row[at] - dot(&row[column..at], &other[column..at])) / other[at];
        }
    }
}

/// A tile on the diagonal.
fn factor_tile(strip: &mut [f64], first: usize, order: usize) {
    for row in 0..strip.len() / order {
        let (above, from) = strip.split_at_mut(row * order);
        let row_cells = &mut from[..order];
        for (place, other) in above.chunks_exact(order).enumerate() {
            let at = first + place;
            row_cells[at] =
                (row_cells[at] - dot(&row_cells[first..at], &other[first..at])) / other[at];
        }
        let at = first + row;
        let before = &row_cells[first..at];
        row_cells[at] = libm::sqrt(row_cells[at] - dot(before, before));
    }
}

/// Inner products of a band's four rows, from place `start` on, with a segment.
fn four_dots(band: &[f64], segment: &[f64], start: usize, order: usize) -> [f64; BAND] {
    let length = segment.len();
    let rows: [&[f64]; BAND] =
        std::array::from_fn(|row| &band[row * order + start..row * order + start + length]);
    let whole = length / 4 * 4;
    let mut lanes = [[0.0; 4]; BAND];
    for place in (0..whole).step_by(4) {
        let right: &[f64] = &segment[place..place + 4];
        for (lane, row) in lanes.iter_mut().zip(rows) {
            let left = &row[place..place + 4];
            for cell in 0..4 {
                lane[cell] += left[cell] * right[cell];
            }
        }
    }
    std::array::from_fn(|row| {
        let [a, b, c, d] = lanes[row];
        let rest = rows[row][whole..].iter().zip(&segment[whole..]);
        rest.fold((a + b) + (c + d), |sum, (left, right)| sum + left * right)
    })
}

/// Inner product with eight running sums, always added in the same order.
pub(crate) fn dot(left: &[f64], right: &[f64]) -> f64 {
    let length = left.len().min(right.len());
    let (left, right) = (&left[..length], &right[..length]);
    let mut lanes = [0.0; 8];
    let (left_chunks, right_chunks) = (left.chunks_exact(8), right.chunks_exact(8));
    let rest = left_chunks.remainder().iter().zip(right_chunks.remainder());
    let tail = rest.fold(0.0, |sum, (one, other)| sum + one * other);
    for (one, other) in left_chunks.zip(right_chunks) {
        for ((lane, one), other) in lanes.iter_mut().zip(one).zip(other) {
            *lane += one * other;
        }
    }
    lanes.iter().fold(0.0, |sum, lane| sum + lane) + tail
}

#[cfg(test)]
mod tests {
    use super::super::numbers::real;
    use super::*;

    /// I plus a smooth matrix: positive definite, without any special structure.
    fn sample(order: usize) -> Square {
        let mut matrix = Square::zero(order);
        for row in 0..order {
            for column in 0..order {
                let (low, high) = (row.min(column), row.max(column));
                matrix.cells[row * order + column] = real(low + 1) / real(high + 2);
            }
            matrix.cells[row * order + row] += 1.0;
        }
        matrix
    }

    #[test]
    fn solving_undoes_multiplying_for_every_size_around_the_band() {
        for order in (1..23).chain([63, 64, 65, 130, 197]) {
            let matrix = sample(order);
            let expected: Vec<f64> = (0..order).map(|row| 1.0 - real(row)).collect();
            let mut vector: Vec<f64> =
                (0..order).map(|row| dot(matrix.row(row), &expected)).collect();
            let factor = Factor::of(matrix);
            factor.solve_lower(&mut vector);
            factor.solve_upper(&mut vector);
            for (one, other) in vector.iter().zip(&expected) {
                assert!((one - other).abs() < 1e-9, "order {order}");
            }
        }
    }

    #[test]
    fn the_inverse_times_the_matrix_is_the_identity() {
        for order in [1, 9, 16, 35] {
            let matrix = sample(order);
            let inverted = inverse(&Factor::of(matrix.clone()).transposed_inverse(2), 2);
            for row in 0..order {
                for column in 0..order {
                    let cell = dot(matrix.row(row), inverted.row(column));
                    assert!((cell - f64::from(u8::from(row == column))).abs() < 1e-12);
                }
            }
        }
    }

    #[test]
    fn the_log_determinant_of_a_diagonal_is_the_sum_of_logs() {
        let mut matrix = Square::zero(3);
        for (row, value) in [2.0, 3.0, 5.0].into_iter().enumerate() {
            matrix.row_mut(row)[row] = value;
        }
        assert!((Factor::of(matrix).log_determinant() - libm::log(30.0)).abs() < 1e-14);
    }
}
