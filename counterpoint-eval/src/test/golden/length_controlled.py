"""Golden values of the length-controlled fit: AlpacaEval's own design matrix and cross-validation, without the gamed
baselines, whose rows are not ours to ship; and scikit-learn's fit of the same matrix at the C found, to more digits.
Needs alpaca_eval==0.6.6, scikit-learn==1.9.1, numpy==2.4.6, pandas==3.1.1, setuptools<81.

    python length_controlled.py > ../resources/golden/length_controlled.json
"""

import json
import random
import warnings

import numpy as np
import pandas as pd
from alpaca_eval.metrics import glm_winrate
from sklearn.linear_model import LogisticRegression

warnings.filterwarnings("ignore")
FORMULAS = {
    "none": "np.tanh(std_delta_len) + not_gamed_baseline.astype(float) - 1",
    "table": "np.tanh(std_delta_len) + instruction_difficulty + not_gamed_baseline.astype(float) - 1",
}


def rows(kind, n):
    generator = random.Random(f"length {kind} {n}")
    for i in range(n):
        base, model = int(generator.lognormvariate(5, 0.8)), int(generator.lognormvariate(5.4, 0.8))
        hard = round(generator.gauss(0, 1), 3)
        chance = 1 / (1 + np.exp(1.3 * np.tanh((base - model) / 300) - 0.4 - 0.7 * hard))
        if kind == "weighted":
            preference = 1 + min(max(chance + generator.gauss(0, 0.15), 0), 1)
        else:
            preference = 2 if generator.random() < chance else 1
        if i % 37 == 5:
            preference = None
        yield {"len_1": base, "len_2": model, "difficulty": hard, "preference": preference}


def fit(table, difficulty):
    # the lines of _get_featurized_data that need no download
    delta = table["len_1"] - table["len_2"]
    df = pd.DataFrame({"preference": table["preference"].astype(float) - 1, "std_delta_len": delta / delta.std()})
    df["instruction_difficulty"] = table["difficulty"]
    df["not_gamed_baseline"] = True
    df_test = df[["instruction_difficulty", "not_gamed_baseline"]].copy()
    df_test["std_delta_len"] = 0
    train, test = glm_winrate.make_dmatrix_for_model(df, df_test, formula=FORMULAS[difficulty])
    train = train[train["preference"].notna()]
    model = glm_winrate.fit_LogisticRegressionCV(train, "preference", is_ytrue_proba=True, n_splits=5)
    c = float(np.ravel(model.C_)[0])
    twice = pd.concat([train, train])
    x = twice.drop(columns=["preference"])
    y = np.r_[np.ones(len(train)), np.zeros(len(train))]
    weight = np.r_[train["preference"], 1 - train["preference"]]
    tight = LogisticRegression(
        C=c, penalty="l1", solver="liblinear", fit_intercept=False, tol=1e-12, max_iter=1000000, random_state=123
    )
    tight.fit(x, y, sample_weight=weight)
    return {
        "difficulty": difficulty,
        "c": c,
        "package_rate": float(model.predict_proba(test)[:, 1].mean() * 100),
        "rate": float(tight.predict_proba(test)[:, 1].mean() * 100),
        "coefficients": {name: float(value) for name, value in zip(x.columns, tight.coef_[0])},
    }


cases = []
for kind, n in [("ranked", 300), ("weighted", 160)]:
    table = list(rows(kind, n))
    frame = pd.DataFrame(table)
    cases.append({"name": kind, "rows": table, "fits": [fit(frame, d) for d in ("none", "table")]})
print(json.dumps(cases))
