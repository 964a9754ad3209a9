"""Golden values of the statistics room, from Python's libraries.

Needs numpy 2.4.6, scipy 1.17.1, statsmodels 0.15.0, scikit-learn 1.9.1. Run from this folder:

    python statistics.py > ../resources/golden/python.json
"""

import json
import sys
import warnings

import numpy as np
import scipy.stats
import statsmodels.api as sm
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import cohen_kappa_score, log_loss
from sklearn.model_selection import GroupKFold
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import normal_sample_size_one_tail
from statsmodels.stats.proportion import proportion_confint

warnings.simplefilter("ignore")


def listed(value):
    return np.asarray(value).tolist()


def proportions():
    cases = []
    for successes, trials in [(0, 20), (1, 20), (10, 20), (20, 20), (3, 100), (716, 804), (756, 805)]:
        for level in (0.9, 0.95):
            cases.append(
                dict(
                    successes=successes,
                    trials=trials,
                    level=level,
                    wilson=listed(proportion_confint(successes, trials, 1 - level, "wilson")),
                    clopper_pearson=listed(proportion_confint(successes, trials, 1 - level, "beta")),
                )
            )
    return cases


def bootstrap():
    """BCa with many resamples: ours differs by the random draws only."""
    rng = np.random.default_rng(3)
    cases = []
    for values in (
        rng.choice([0.0, 0.5, 1.0], size=300, p=[0.2, 0.1, 0.7]),
        rng.beta(0.3, 0.2, size=250),
        rng.exponential(size=60),
    ):
        result = scipy.stats.bootstrap(
            (values,), np.mean, method="BCa", n_resamples=200_000, batch=5000, rng=np.random.default_rng(1)
        )
        interval = result.confidence_interval
        cases.append(dict(values=listed(values), low=interval.low, high=interval.high))
    return cases


def permutation():
    rng = np.random.default_rng(5)
    cases = []
    for n, shift in ((9, 0.4), (14, 0.0), (400, 0.06)):
        first = rng.choice([0, 0.5, 1.0], size=n, p=[0.3, 0.1, 0.6])
        second = np.clip(first - rng.choice([0, 0.5, -0.5], size=n) - shift, 0, 1)
        second = np.round(second * 2) / 2
        exact = n < 20
        result = scipy.stats.permutation_test(
            (first, second),
            lambda a, b, axis: np.mean(a - b, axis=axis),
            permutation_type="samples",
            vectorized=True,
            n_resamples=np.inf if exact else 200_000,
            batch=2000,
            rng=np.random.default_rng(1),
        )
        cases.append(dict(first=listed(first), second=listed(second), statistic=result.statistic, p=result.pvalue))
    return cases


def mcnemar_exact():
    cases = []
    for b, c in [(0, 0), (3, 0), (5, 5), (12, 25), (200, 260)]:
        cases.append(dict(b=b, c=c, p=float(mcnemar([[10, b], [c, 10]], exact=True).pvalue)))
    return cases


def kappa():
    cases = []
    for table in ([[40, 9], [7, 44]], [[30, 5, 2], [4, 9, 6], [1, 3, 50]], [[1, 2], [3, 1]]):
        result = cohens_kappa(np.array(table))
        cases.append(
            dict(
                counts=table,
                kappa=float(result.kappa),
                standard_error=float(np.sqrt(result.var_kappa)),
                low=float(result.kappa_low),
                high=float(result.kappa_upp),
            )
        )
        rows = [(i, j) for i, line in enumerate(table) for j, n in enumerate(line) for _ in range(n)]
        assert abs(cohen_kappa_score(*zip(*rows)) - result.kappa) < 1e-12
    return cases


def multiple():
    p = [0.001, 0.04, 0.03, 0.2, 0.9, 0.011, 0.012, 0.05, 0.03]
    return dict(
        p=p, holm=listed(multipletests(p, method="holm")[1]), benjamini_hochberg=listed(multipletests(p, method="fdr_bh")[1])
    )


def power():
    """Two-sided, hence half of alpha in the one-tailed formula."""
    return [
        dict(
            difference=d,
            standard_deviation=sd,
            power=power,
            n=float(normal_sample_size_one_tail(d, power, 0.025, sd)),
        )
        for d, sd, power in ((0.05, 0.5, 0.8), (0.02, 0.3, 0.8), (0.1, 0.48, 0.9))
    ]


def rank_correlation():
    rng = np.random.default_rng(11)
    x = np.round(rng.normal(size=60), 1)
    y = np.round(x + rng.normal(size=60), 1)
    return dict(
        x=listed(x),
        y=listed(y),
        kendall=float(scipy.stats.kendalltau(x, y).statistic),
        spearman=float(scipy.stats.spearmanr(x, y).statistic),
    )


def bradley_terry():
    """The same model as a binomial regression on differences of indicators, the first model held at 0."""
    rng = np.random.default_rng(7)
    models, units = 4, 150
    true = np.array([0.0, 0.3, 1.0, -0.8])
    comparisons = []
    for unit in range(units):
        for first in range(models):
            for second in range(first + 1, models):
                if rng.random() < 0.7:
                    p = 1 / (1 + np.exp(true[second] - true[first]))
                    score = 0.5 if rng.random() < 0.1 else float(rng.random() < p)
                    comparisons.append((unit, first, second, score))
    x = np.zeros((len(comparisons), models))
    for row, (_, first, second, _) in enumerate(comparisons):
        x[row, first], x[row, second] = 1, -1
    y = np.array([c[3] for c in comparisons])
    fit = sm.GLM(y, x[:, 1:], family=sm.families.Binomial()).fit(
        tol=1e-12, cov_type="cluster", cov_kwds=dict(groups=np.array([c[0] for c in comparisons]), use_correction=False)
    )
    full = np.concatenate([[0], fit.params])
    centre = np.eye(models) - 1 / models
    covariance = centre[:, 1:] @ fit.cov_params() @ centre[:, 1:].T
    return dict(
        comparisons=comparisons,
        strengths=listed(full - full.mean()),
        standard_errors=listed(np.sqrt(np.diag(covariance))),
        standard_error_0_1=float(np.sqrt(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1])),
    )


def logistic():
    """A design like AlpacaEval's: tanh of a length gap, a difficulty, ones; probabilities as weighted labels."""
    rng = np.random.default_rng(13)
    n = 200
    x = np.column_stack([np.tanh(rng.normal(size=n)), rng.normal(size=n), np.ones(n)])
    target = 1 / (1 + np.exp(-(x @ [1.1, -0.6, 0.4] + rng.normal(size=n))))
    weights = rng.choice([1.0, 0.1], size=n, p=[0.8, 0.2])
    both = np.vstack([x, x])
    labels = np.concatenate([np.ones(n), np.zeros(n)])
    by_label = np.concatenate([weights * target, weights * (1 - target)])
    fits = []
    for c in (0.01, 0.1, 1.0, 10.0, 100.0):
        ridge = LogisticRegression(C=c, fit_intercept=False, solver="newton-cholesky", tol=1e-12, max_iter=1000)
        lasso = LogisticRegression(
            l1_ratio=1, C=c, fit_intercept=False, solver="liblinear", tol=1e-12, max_iter=100_000
        )
        fits.append(
            dict(
                c=c,
                ridge=listed(ridge.fit(both, labels, by_label).coef_[0]),
                lasso=listed(lasso.fit(both, labels, by_label).coef_[0]),
            )
        )
    groups = np.arange(n) // 10
    folds = GroupKFold(5)
    losses = []
    for fit in fits:
        model = LogisticRegression(l1_ratio=1, C=fit["c"], fit_intercept=False, solver="liblinear", tol=1e-12, max_iter=100_000)
        both_groups = np.concatenate([groups, groups])
        of_folds = []
        for train, test in folds.split(both, labels, both_groups):
            model.fit(both[train], labels[train], by_label[train])
            of_folds.append(log_loss(labels[test], model.predict_proba(both[test]), sample_weight=by_label[test]))
        losses.append(float(np.mean(of_folds)))
    return dict(rows=listed(x), targets=listed(target), weights=listed(weights), fits=fits, fold_losses=losses)


def group_effects():
    """Ridge-penalised effects of a category (one a row) beside unpenalised columns: one dense fit of everything."""
    rng = np.random.default_rng(17)
    groups, repeats = 30, 4
    group = np.repeat(np.arange(groups), repeats)
    x = np.column_stack([np.tanh(rng.normal(size=len(group))), np.ones(len(group))])
    effect = rng.normal(size=groups)
    y = (rng.random(len(group)) < 1 / (1 + np.exp(-(x @ [0.8, 0.3] + effect[group])))).astype(float)
    penalty = 1.7
    design = np.hstack([x, np.eye(groups)[group]])
    beta = np.zeros(design.shape[1])
    diagonal = np.concatenate([[0, 0], np.full(groups, penalty)])
    for _ in range(100):
        p = 1 / (1 + np.exp(-(design @ beta)))
        gradient = design.T @ (y - p) - diagonal * beta
        hessian = (design.T * (p * (1 - p))) @ design + np.diag(diagonal)
        beta += np.linalg.solve(hessian, gradient)
    return dict(rows=listed(x), targets=listed(y), groups=listed(group), penalty=penalty,
                coefficients=listed(beta[:2]), effects=listed(beta[2:]))


json.dump(
    dict(
        proportions=proportions(),
        bootstrap=bootstrap(),
        permutation=permutation(),
        mcnemar=mcnemar_exact(),
        kappa=kappa(),
        multiple=multiple(),
        power=power(),
        rank_correlation=rank_correlation(),
        bradley_terry=bradley_terry(),
        logistic=logistic(),
        group_effects=group_effects(),
    ),
    sys.stdout,
    indent=None,
    separators=(",", ":"),
)
print()
