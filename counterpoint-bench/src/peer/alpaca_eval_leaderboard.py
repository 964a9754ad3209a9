"""Recomputes a leaderboard from annotation files with AlpacaEval's own code. Needs alpaca_eval==0.6.6, setuptools<81.

    python alpaca_eval_leaderboard.py prepare FOLDER WORK     the folders that the package's own command expects
    python alpaca_eval_leaderboard.py evaluate WORK METRIC    alpaca_eval.evaluate of one model after another
    python alpaca_eval_leaderboard.py functions FOLDER METRIC the functions of alpaca_eval.metrics and nothing else

METRIC is get_winrate or get_length_controlled_winrate, the package's default. After `prepare` the package's documented
way (is_recompute_metrics_only, a command a model) works without a network, with HF_HOME=WORK/hf and HF_HUB_OFFLINE=1:
the length-controlled rate needs a table that upstream downloads; random numbers of its form stand for it here, which
costs the same time. No claim is made about those rates.
"""

import json
import logging
import os
import sys
import time
import warnings
from pathlib import Path

JUDGE = "weighted_alpaca_eval_gpt4_turbo"  # the package's default, and where it looks for annotations


def files(folder):
    return sorted(Path(folder).glob("*.json"))


def stand_in(instructions, hub):
    """The table of gamed baselines, where huggingface_hub would have put it."""
    import numpy as np
    import pandas as pd

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
    data = hub / "hub/datasets--tatsu-lab--alpaca_eval"
    for part in ("refs", "snapshots/made"):
        (data / part).mkdir(parents=True, exist_ok=True)
    (data / "refs/main").write_text("made")
    pd.concat(tables).to_csv(data / "snapshots/made/df_gamed.csv", index=False)


def prepare(folder, work):
    names = []
    for file in files(folder):
        rows = json.loads(file.read_text())
        names.append(rows[0]["generator_2"])
        own = work / "models" / names[-1]
        (own / JUDGE).mkdir(parents=True)
        (own / JUDGE / "annotations.json").write_bytes(file.read_bytes())
        for side, path in (("2", own / "model_outputs.json"), ("1", work / "reference.json")):
            outputs = [
                {"instruction": r["instruction"], "output": r["output_" + side], "generator": r["generator_" + side]}
                for r in rows
            ]
            path.write_text(json.dumps(outputs))
    lines = [f"{name},0.0,0.0,0.0,minimal,0" for name in names]
    header = ",win_rate,standard_error,length_controlled_winrate,mode,avg_length"
    (work / "leaderboard.csv").write_text("\n".join([header, *lines]) + "\n")
    stand_in(len(rows), work / "hf")


def evaluate(work, metric):
    from alpaca_eval import evaluate

    board = []
    for own in sorted((work / "models").iterdir(), key=lambda path: int(path.name.rpartition("-")[2])):
        table, _ = evaluate(
            model_outputs=str(own / "model_outputs.json"),
            reference_outputs=str(work / "reference.json"),
            precomputed_leaderboard=str(work / "leaderboard.csv"),
            is_recompute_metrics_only=True,
            is_return_instead_of_print=True,
            fn_metric=metric,
        )
        board.append(table.loc[own.name].drop("mode").to_dict())
        board[-1].pop("avg_length")  # of the outputs, not of the annotations: not recomputed
    return board


def functions(folder, metric):
    import pandas as pd
    from alpaca_eval import metrics

    board = []
    for file in files(folder):
        table = pd.read_json(file)
        keywords = {} if metric == "get_winrate" else {"save_weights_dir": None}
        figures = getattr(metrics, metric)(table, **keywords)
        figures["avg_length"] = int(table["output_2"].str.len().mean())
        board.append(figures)
    return board


start = time.perf_counter()
warnings.filterwarnings("ignore")
if sys.argv[1] == "prepare":
    prepare(Path(sys.argv[2]), Path(sys.argv[3]))
    sys.exit()
os.environ["HF_HUB_OFFLINE"] = "1"
import alpaca_eval  # noqa: E402  (timed apart)

logging.disable(logging.CRITICAL)
loaded = time.perf_counter()
board = {"evaluate": evaluate, "functions": functions}[sys.argv[1]](Path(sys.argv[2]), sys.argv[3])
board = [{k: v.item() if hasattr(v, "item") else v for k, v in one.items()} for one in board]
done = time.perf_counter()
print(json.dumps({"load_seconds": loaded - start, "work_seconds": done - loaded, "leaderboard": board}))
