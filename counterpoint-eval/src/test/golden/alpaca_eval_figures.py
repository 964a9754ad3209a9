"""Golden values of AlpacaEval's own get_winrate. Needs alpaca_eval==0.6.6, numpy==2.4.6, pandas==3.1.1, setuptools<81.

    python alpaca_eval_figures.py > ../resources/golden/alpaca_eval_figures.json
"""

import json
import random

import pandas as pd
from alpaca_eval import metrics


def preferences(kind, n, generator):
    for i in range(n):
        if kind == "ranked":
            yield generator.choice([1, 1, 2, 2, 2, 1.5])
        elif kind == "weighted":
            yield generator.choice([1 + generator.random(), 1 + generator.random() ** 6, 1.5])
        else:  # hostile: nulls, older files' ties, numbers outside the scale
            yield generator.choice([None, 0, 3, -1, 7, 1, 2, 1.5, 1 + generator.random()])


def case(kind, n):
    generator = random.Random(f"{kind} {n}")
    rows = []
    for i, preference in enumerate(preferences(kind, n, generator)):
        output = "".join(generator.choice("ab é世🙂\n") for _ in range(generator.randrange(1, 9)))
        rows.append({"preference": preference, "output_2": output})
    table = pd.DataFrame(rows)
    figures = {k: (v.item() if hasattr(v, "item") else v) for k, v in metrics.get_winrate(table).items()}
    figures["avg_length"] = int(table["output_2"].str.len().mean())
    figures = {k: (v if v == v else None) for k, v in figures.items()}
    return {"name": f"{kind} {n}", "rows": rows, "figures": figures}


SIZES = [("ranked", 805), ("hostile", 160)]
SIZES += [("weighted", n) for n in (1, 2, 7, 8, 9, 127, 129, 805)]
print(json.dumps([case(kind, n) for kind, n in SIZES]))
