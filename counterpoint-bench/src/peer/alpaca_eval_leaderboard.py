"""Recomputes a leaderboard with AlpacaEval's own functions: win rate, standard error, counts and mean length of each
annotation file of a folder, as JSON. Needs alpaca_eval==0.6.6, setuptools<81.

    python alpaca_eval_leaderboard.py FOLDER get_winrate
    python alpaca_eval_leaderboard.py FOLDER get_length_controlled_winrate

The length-controlled rate needs a table that upstream downloads; random numbers of its form stand for it here, which
costs the same time. No claim is made about those rates.
"""

import json
import logging
import sys
import tempfile
import time
import warnings
from pathlib import Path

start = time.perf_counter()
warnings.filterwarnings("ignore")
import numpy as np
import pandas as pd
from alpaca_eval import metrics
from alpaca_eval.metrics import glm_winrate

logging.disable(logging.CRITICAL)
loaded = time.perf_counter()


def stand_in(instructions, folder):
    generator = np.random.default_rng(0)
    hard = generator.normal(size=instructions)
    tables = [
        pd.DataFrame(
            {
                "model": model,
                "index": np.arange(instructions),
                "preference": generator.random(instructions),
                "std_delta_len": generator.normal(size=instructions),
                "instruction_difficulty": hard,
                "not_gamed_baseline": False,
            }
        )
        for model in ("one", "two")
    ]
    path = Path(folder) / "df_gamed.csv"
    pd.concat(tables).to_csv(path, index=False)
    return str(path)


with tempfile.TemporaryDirectory() as scratch:
    board = []
    for file in sorted(Path(sys.argv[1]).glob("*.json")):
        table = pd.read_json(file)
        if sys.argv[2] == "get_winrate":
            figures = metrics.get_winrate(table)
        else:
            path = stand_in(len(table), scratch)
            glm_winrate.hf_hub_download = lambda **_: path
            figures = metrics.get_length_controlled_winrate(table, save_weights_dir=None)
        figures["avg_length"] = int(table["output_2"].str.len().mean())
        board.append({k: v.item() if hasattr(v, "item") else v for k, v in figures.items()})
done = time.perf_counter()
print(json.dumps({"load_seconds": loaded - start, "work_seconds": done - loaded, "leaderboard": board}))
