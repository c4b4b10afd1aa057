"""y_ij = mu + u_i + v_j + e_ij in numpy and scipy: REML with exact spreads and joint draws, or moments
with conjugate gradient for large fields. The fast Python that a statistician would write."""
import numpy as np
from scipy import sparse
from scipy.linalg import cho_factor, cho_solve, cholesky, solve_triangular
from scipy.optimize import minimize
from scipy.special import ndtr


class Panel:
    def __init__(self, i, j, score):
        """Proposal and reviewer of each score as numbers from 0."""
        self.i, self.j, self.y = i, j, score.astype(float)
        shape = (i.max() + 1, j.max() + 1)
        self.incidence = sparse.csr_matrix((np.ones(len(i)), (i, j)), shape=shape)
        self.n_i = np.bincount(i, minlength=shape[0]).astype(float)
        self.n_j = np.bincount(j, minlength=shape[1]).astype(float)
        self.y_i = np.bincount(i, self.y, minlength=shape[0])
        self.y_j = np.bincount(j, self.y, minlength=shape[1])


class Equations:
    """The mixed-model equations with the proposals eliminated: reviewers and mu are left."""

    def __init__(self, panel, ratio_p, ratio_r):
        a, n_j = panel.incidence, panel.n_j
        self.d = panel.n_i + 1 / ratio_p
        self.scaled = sparse.diags(1 / self.d) @ a
        size = len(n_j) + 1
        matrix = np.empty((size, size))
        matrix[:-1, :-1] = -(a.T @ self.scaled).toarray()
        matrix[np.arange(size - 1), np.arange(size - 1)] += n_j + 1 / ratio_r
        matrix[-1, :-1] = matrix[:-1, -1] = n_j - self.scaled.T @ panel.n_i
        matrix[-1, -1] = len(panel.y) - (panel.n_i**2 / self.d).sum()
        right = np.append(panel.y_j - self.scaled.T @ panel.y_i,
                          panel.y.sum() - (panel.n_i * panel.y_i / self.d).sum())
        self.factor = cho_factor(matrix, lower=True, check_finite=False)
        self.kept = cho_solve(self.factor, right, check_finite=False)
        reduced = panel.y @ panel.y - (panel.y_i**2 / self.d).sum() - right @ self.kept
        n = len(panel.y)
        self.noise = reduced / (n - 1)
        log_determinant = np.log(self.d).sum() + 2 * np.log(np.diag(self.factor[0])).sum()
        log_determinant += len(self.d) * np.log(ratio_p) + (size - 1) * np.log(ratio_r)
        self.deviance = (n - 1) * (np.log(2 * np.pi * self.noise) + 1) + log_determinant


def reml(panel):
    """The ratios of the variances to the noise, from a grid and then Nelder-Mead."""
    value = lambda logs: Equations(panel, *np.exp(np.clip(logs, -9, 9))).deviance
    grid = [(a, b) for a in np.linspace(-6, 4, 7) for b in np.linspace(-6, 4, 7)]
    start = min(grid, key=value)
    found = minimize(value, start, method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-8})
    return np.exp(found.x)


def fitted(panel):
    """REML, effects and their variances; what draws and pairs need besides."""
    ratios = reml(panel)
    eq = Equations(panel, *ratios)
    effects = (panel.y_i - panel.incidence @ eq.kept[:-1] - panel.n_i * eq.kept[-1]) / eq.d
    bordered = np.hstack([eq.scaled.toarray(), (panel.n_i / eq.d)[:, None]])
    half = solve_triangular(np.tril(eq.factor[0]), bordered.T, lower=True, check_finite=False)
    variance = eq.noise * ((half**2).sum(axis=0) + 1 / eq.d)
    answer = {"deviance": eq.deviance, "variances": [*(eq.noise * ratios), eq.noise],
              "mu": eq.kept[-1], "effects": effects, "spreads": np.sqrt(variance)}
    return answer, (eq, bordered, half, variance)


def exact(panel, seats, draws):
    """REML, effects, spreads, expected ranks from all pairs, P(selected) from joint draws."""
    answer, (eq, bordered, half, variance) = fitted(panel)
    effects, lower = answer["effects"], np.tril(eq.factor[0])
    covariance = eq.noise * (half.T @ half)
    spread = variance[:, None] + variance[None, :] - 2 * covariance
    np.fill_diagonal(spread, 1)
    better = ndtr((effects[None, :] - effects[:, None]) / np.sqrt(spread))
    np.fill_diagonal(better, 0)
    p = top_by_draws(eq, lower, bordered, effects, (seats, draws)) if draws else None
    return answer | {"expected_ranks": 1 + better.sum(axis=1), "p_selected": p}


def top_by_draws(eq, lower, bordered, effects, wanted, chunk=4000):
    seats, draws = wanted
    generator = np.random.default_rng(1)
    hits = np.zeros(len(effects))
    own = np.sqrt(eq.noise / eq.d)
    for start in range(0, draws, chunk):
        size = min(chunk, draws - start)
        kept = solve_triangular(lower.T, generator.standard_normal((len(lower), size)), check_finite=False)
        drawn = effects[:, None] - bordered @ (np.sqrt(eq.noise) * kept)
        drawn += own[:, None] * generator.standard_normal(drawn.shape)
        best = np.argpartition(-drawn, seats - 1, axis=0)[:seats]
        hits += np.bincount(best.ravel(), minlength=len(effects))
    return hits / draws


def moments(panel):
    """Gao and Owen's three equations for crossed effects."""
    n, y = len(panel.y), panel.y
    squares = y @ y
    left = np.array([squares - (panel.y_i**2 / panel.n_i).sum(),
                     squares - (panel.y_j**2 / panel.n_j).sum(), n * squares - y.sum() ** 2])
    i, j = len(panel.n_i), len(panel.n_j)
    matrix = np.array([[0, n - i, n - i], [n - j, 0, n - j],
                       [n * n - (panel.n_i**2).sum(), n * n - (panel.n_j**2).sum(), n * n - n]])
    return np.maximum(np.linalg.solve(matrix, left), 1e-9)


def large(panel, seats):
    """Moments, effects by conjugate gradient, local spreads, P(selected) in closed form."""
    var_p, var_r, noise = moments(panel)
    a, at = panel.incidence, panel.incidence.T.tocsr()
    d = panel.n_i + noise / var_p
    penalty = panel.n_j + noise / var_r
    diagonal = penalty - at @ (1 / d)
    apply = lambda x: penalty[:, None] * x - at @ ((a @ x) / d[:, None])
    right = np.stack([panel.y_j - at @ (panel.y_i / d), panel.n_j - at @ (panel.n_i / d)], axis=1)
    x, steps = gradient(apply, right, diagonal)
    of_y = panel.y.sum() - (panel.n_i * panel.y_i / d).sum() - right[:, 1] @ x[:, 0]
    of_one = panel.n_i.sum() - (panel.n_i**2 / d).sum() - right[:, 1] @ x[:, 1]
    mu = of_y / of_one
    severity = x[:, 0] - mu * x[:, 1]
    effects = (panel.y_i - a @ severity - panel.n_i * mu) / d
    spreads = np.sqrt(noise / d + a @ (noise / diagonal) / d**2)
    low, high = effects.min() - 9, effects.max() + 9
    for _ in range(60):
        line = (low + high) / 2
        low, high = (line, high) if ndtr((effects - line) / spreads).sum() > seats else (low, line)
    return {"variances": [var_p, var_r, noise], "mu": mu, "effects": effects, "spreads": spreads,
            "p_selected": ndtr((effects - line) / spreads), "steps": steps}


def gradient(apply, right, diagonal, tolerance=1e-10):
    """Conjugate gradient with Jacobi's preconditioner, both right sides at once."""
    x = np.zeros_like(right)
    r = right.copy()
    z = r / diagonal[:, None]
    p, rz = z.copy(), (r * z).sum(axis=0)
    for step in range(1, 201):
        q = apply(p)
        alpha = rz / (p * q).sum(axis=0)
        x += alpha * p
        r -= alpha * q
        if (np.linalg.norm(r, axis=0) <= tolerance * np.linalg.norm(right, axis=0)).all():
            break
        z = r / diagonal[:, None]
        fresh = (r * z).sum(axis=0)
        p, rz = z + (fresh / rz) * p, fresh
    return x, step


def statsmodels_reml(panel):
    """The same REML fit by statsmodels' MixedLM with two crossed variance components."""
    import pandas
    from statsmodels.regression.mixed_linear_model import MixedLM
    table = pandas.DataFrame({"y": panel.y, "p": panel.i, "r": panel.j, "all": 1})
    model = MixedLM.from_formula("y ~ 1", groups="all", re_formula="0", data=table,
                                 vc_formula={"p": "0 + C(p)", "r": "0 + C(r)"})
    return {"deviance": -2 * model.fit(reml=True).llf}
