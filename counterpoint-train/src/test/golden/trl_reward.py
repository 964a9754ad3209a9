#!/usr/bin/env python3
"""Golden trajectories of TRL's RewardTrainer: what `train reward` has to follow step by step.

Versions: as in trl_trajectories.py, whose model, groups and probes these are.
Usage:    OMP_NUM_THREADS=1 python trl_reward.py ../resources/golden/trl

Writes into the folder
  reward-model/               trl's model/ with a score head of one label in place of the vocabulary's
  groups-margin.jsonl         groups.jsonl with the pairs written out, each with a score "gap", its margin
  trajectory-reward*.json     as trajectory-METHOD.json: plain, centred, with margins
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

import trl_trajectories as base  # sets the environment before the imports that read it
import torch
from datasets import Dataset, disable_progress_bars
from transformers import AutoModelForSequenceClassification, AutoTokenizer
from trl import RewardConfig, RewardTrainer

PAIRS = [(0, 1), (0, 2), (1, 2)]


def gap(group, c, r):
    return 0.25 * (r - c) + 0.125 * (group % 3)


def make_reward_model(source, folder):
    torch.manual_seed(11)
    model = AutoModelForSequenceClassification.from_pretrained(source, num_labels=1, dtype=torch.float32)
    with torch.no_grad():
        model.score.weight.copy_(0.2 * torch.randn_like(model.score.weight))
    model.save_pretrained(folder)
    AutoTokenizer.from_pretrained(source).save_pretrained(folder)


def train(folder, dtype, rows, center, margins):
    model = AutoModelForSequenceClassification.from_pretrained(folder, dtype=dtype)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    before = {n: p.detach().clone() for n, p in model.named_parameters()}
    data = [{k: p[k] for k in ("prompt", "chosen", "rejected")} for p in base.pairs(rows)]
    if margins:
        for i, row in enumerate(data):
            row["margin"] = gap(i // 3, *PAIRS[i % 3])
    with tempfile.TemporaryDirectory() as output:
        args = base.settings(
            RewardConfig,
            output,
            per_device_train_batch_size=3 * base.GROUPS_PER_STEP,
            center_rewards_coefficient=center,
            disable_dropout=True,
            weight_decay=0.0,
        )
        trainer = RewardTrainer(
            model=model, args=args, train_dataset=Dataset.from_list(data), processing_class=tokenizer
        )
        trainer.train()
        steps = [line for line in trainer.state.log_history if "loss" in line]
    assert len(steps) == base.STEPS, len(steps)
    return steps, before, {n: p.detach() for n, p in model.named_parameters()}


def main(target):
    disable_progress_bars()
    rows = base.groups()
    folder = target / "reward-model"
    shutil.rmtree(folder, ignore_errors=True)
    make_reward_model(target / "model", folder)
    with open(target / "groups-margin.jsonl", "w", encoding="utf-8", newline="\n") as out:
        for g, row in enumerate(rows):
            pairs = [
                {"chosen": c, "rejected": r, "type": f"{base.MODELS[c]}>{base.MODELS[r]}", "scores": {"gap": gap(g, c, r)}}
                for c, r in PAIRS
            ]
            out.write(json.dumps({**row, "pairs": pairs}, ensure_ascii=False) + "\n")
    wanted = ["loss", "grad_norm", "learning_rate", "accuracy", "margin", "mean_reward", "min_reward", "max_reward"]
    for name, center, margins in [("reward", None, False), ("reward-center", 0.1, False), ("reward-margin", None, True)]:
        steps, before, after = train(folder, torch.float32, rows, center, margins)
        exact, _, _ = train(folder, torch.float64, rows, center, margins)
        result = {
            "method": "reward",
            "trl": {"center_rewards_coefficient": center, "margin": margins},
            "settings": {
                "learning_rate": 1e-3,
                "schedule": "linear",
                "warmup_ratio": 0.1,
                "groups_per_step": base.GROUPS_PER_STEP,
                "epochs": 1,
                "order": "file",
                **({"center": center} if center else {}),
                **({"margin": "gap"} if margins else {}),
            },
            "noise": base.noise(steps, exact),
            "steps": [{"step": i + 1, **{k: step[k] for k in wanted}} for i, step in enumerate(steps)],
            "weights": {
                n: {"initial": base.probe(before[n]), "change": base.probe(after[n].double() - before[n].double())}
                for n in before
            },
        }
        (target / f"trajectory-{name}.json").write_text(json.dumps(result, indent=1) + "\n")
        print(name, json.dumps(result["noise"]), file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
