"""Golden values of every pair loss and of the schedules.

Made with Python 3.11+, torch 2.10.0, transformers 5.23.0, trl 1.16.0:

    python objectives.py ../resources/golden

Losses and derivatives: the formula in plain PyTorch, float64, autograd. Where TRL has the same formula its own code is
run on the same numbers (the branch of DPOTrainer's loss is taken from its source) and must agree, or the script fails.
Schedules: transformers' own.
"""

import ast
import inspect
import json
import math
import sys
import textwrap
from pathlib import Path
from types import SimpleNamespace

import torch
import torch.nn.functional as F
from transformers import (
    get_constant_schedule_with_warmup,
    get_cosine_schedule_with_warmup,
    get_linear_schedule_with_warmup,
)
from trl import DPOTrainer
from trl.experimental.cpo import CPOTrainer
from trl.experimental.orpo import ORPOTrainer

torch.set_default_dtype(torch.float64)

PAIRS = [
    # chosen, rejected, reference chosen, reference rejected, tokens chosen, tokens rejected
    (-42.5, -60.25, -45.0, -58.0, 31, 44),
    (-60.25, -42.5, -58.0, -45.0, 44, 31),
    (-10.0, -10.0, -10.0, -10.0, 7, 9),
    (-3.5, -900.0, -500.0, -5.0, 3, 800),
    (-900.0, -3.5, -5.0, -500.0, 800, 3),
    (-25000.0, -4.0, -3.0, -26000.0, 9000, 4),
    (-4.0, -25000.0, -26000.0, -3.0, 4, 9000),
    (-0.0005, -0.75, -0.01, -0.5, 12, 2),
    (-1.5, -0.0002, -1.0, -0.3, 1, 40),
    (-120.0, -121.0, -119.5, -119.75, 64, 64),
]


def logodds(logp, t):
    a = logp / t
    return a - torch.where(a > -math.log(2), torch.log(-torch.expm1(a)), torch.log1p(-torch.exp(a)))


def nll(c, t):
    return -c / t


LOSSES = {
    "slic": lambda s, c, r, fc, fr, tc, tr: torch.relu(s["delta"] - (c - r))
    + s["lambda"] * (nll(c, tc) if s["nll"] == "token_mean" else -c),
    "dpo": lambda s, c, r, fc, fr, tc, tr: -F.logsigmoid(s["beta"] * ((c - fc) - (r - fr))),
    "cdpo": lambda s, c, r, fc, fr, tc, tr: -(1 - s["label_smoothing"])
    * F.logsigmoid(s["beta"] * ((c - fc) - (r - fr)))
    - s["label_smoothing"] * F.logsigmoid(-s["beta"] * ((c - fc) - (r - fr))),
    "robust-dpo": lambda s, c, r, fc, fr, tc, tr: (
        -(1 - s["label_smoothing"]) * F.logsigmoid(s["beta"] * ((c - fc) - (r - fr)))
        + s["label_smoothing"] * F.logsigmoid(-s["beta"] * ((c - fc) - (r - fr)))
    )
    / (1 - 2 * s["label_smoothing"]),
    "dpo-norm": lambda s, c, r, fc, fr, tc, tr: -F.logsigmoid(s["beta"] * ((c - fc) / tc - (r - fr) / tr)),
    "ipo": lambda s, c, r, fc, fr, tc, tr: ((c - fc) / tc - (r - fr) / tr - 1 / (2 * s["beta"])) ** 2,
    "rso-hinge": lambda s, c, r, fc, fr, tc, tr: torch.relu(1 - s["beta"] * ((c - fc) - (r - fr))),
    "simpo": lambda s, c, r, fc, fr, tc, tr: -F.logsigmoid(s["beta"] * (c / tc - r / tr) - s["gamma"]),
    "orpo": lambda s, c, r, fc, fr, tc, tr: nll(c, tc) - s["lambda"] * F.logsigmoid(logodds(c, tc) - logodds(r, tr)),
}

SETTINGS = [
    ("slic", {"delta": 1.0, "lambda": 1.0, "nll": "sum"}),
    ("slic", {"delta": 20.0, "lambda": 0.5, "nll": "token_mean"}),
    ("dpo", {"beta": 0.1}),
    ("dpo", {"beta": 2.5}),
    ("cdpo", {"beta": 0.1, "label_smoothing": 0.1}),
    ("cdpo", {"beta": 0.3, "label_smoothing": 0.0}),
    ("robust-dpo", {"beta": 0.1, "label_smoothing": 0.1}),
    ("robust-dpo", {"beta": 0.3, "label_smoothing": 0.4}),
    ("dpo-norm", {"beta": 5.0}),
    ("ipo", {"beta": 0.1}),
    ("ipo", {"beta": 0.7}),
    ("rso-hinge", {"beta": 0.1}),
    ("simpo", {"beta": 2.0, "gamma": 1.0}),
    ("simpo", {"beta": 10.0, "gamma": 3.0}),
    ("orpo", {"lambda": 0.1}),
    ("orpo", {"lambda": 1.0}),
]


def trl_branch(loss_type):
    """The statements of DPOTrainer for one loss type."""
    source = textwrap.dedent(inspect.getsource(DPOTrainer._compute_loss))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.If) and ast.unparse(node.test) == f"loss_type == '{loss_type}'":
            return compile(ast.Module(body=node.body, type_ignores=[]), loss_type, "exec")
    raise KeyError(loss_type)


def trl(method, s, c, r, fc, fr, tc, tr):
    names = {"dpo": "sigmoid", "robust-dpo": "robust", "dpo-norm": "sigmoid_norm", "ipo": "ipo", "rso-hinge": "hinge"}
    if method in names:
        mask = torch.zeros(2, max(tc, tr))
        mask[0, :tc] = 1
        mask[1, :tr] = 1
        scope = {
            "torch": torch,
            "F": F,
            "self": SimpleNamespace(beta=s["beta"], label_smoothing=s.get("label_smoothing", 0.0)),
            "chosen_scores": (c - fc).reshape(1),
            "rejected_scores": (r - fr).reshape(1),
            "delta_score": ((c - fc) - (r - fr)).reshape(1),
            "completion_mask": mask,
        }
        exec(trl_branch(names[method]), scope)
        return scope["per_sequence_loss"][0]
    accelerator = SimpleNamespace(device="cpu")
    if method == "simpo":
        fake = SimpleNamespace(
            alpha=0.0, beta=s["beta"], simpo_gamma=s["gamma"], label_smoothing=0.0, loss_type="simpo",
            accelerator=accelerator,
        )
        return CPOTrainer.cpo_loss(fake, c / tc, r / tr)[0]
    if method == "orpo":
        fake = SimpleNamespace(beta=s["lambda"], accelerator=accelerator)
        return nll(c, tc) - ORPOTrainer.odds_ratio_loss(fake, c / tc, r / tr)[0]
    return None


def main(out):
    rows = []
    for method, settings in SETTINGS:
        for c, r, fc, fr, tc, tr in PAIRS:
            pc = torch.tensor(c, requires_grad=True)
            pr = torch.tensor(r, requires_grad=True)
            loss = LOSSES[method](settings, pc, pr, fc, fr, tc, tr)
            by_c, by_r = torch.autograd.grad(loss, (pc, pr), allow_unused=True)
            theirs = trl(method, settings, pc, pr, fc, fr, tc, tr)
            if theirs is not None:
                # ORPO's own code computes in float32.
                tolerance = 2e-4 if method == "orpo" else 1e-12
                assert math.isclose(theirs.item(), loss.item(), rel_tol=tolerance, abs_tol=1e-6 if method == "orpo" else 1e-300), (
                    method, settings, theirs.item(), loss.item())
            rows.append({
                "method": method,
                "settings": settings,
                "pair": [c, r, fc, fr, tc, tr],
                "loss": loss.item(),
                "by_chosen": by_c.item() if by_c is not None else 0.0,
                "by_rejected": by_r.item() if by_r is not None else 0.0,
                "trl": theirs is not None,
            })
    (out / "objectives.json").write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")

    schedules = []
    for name in ("constant", "linear", "cosine"):
        for steps, ratio in ((10, 0.1), (23, 0.1), (7, 0.5), (5, 0.0), (1, 0.1), (12, 1.0)):
            warmup = math.ceil(ratio * steps)
            optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=2e-5)
            scheduler = {
                "constant": lambda: get_constant_schedule_with_warmup(optimizer, warmup),
                "linear": lambda: get_linear_schedule_with_warmup(optimizer, warmup, steps),
                "cosine": lambda: get_cosine_schedule_with_warmup(optimizer, warmup, steps),
            }[name]()
            rates = []
            for _ in range(steps):
                rates.append(scheduler.get_last_lr()[0])
                optimizer.step()
                scheduler.step()
            schedules.append({"schedule": name, "steps": steps, "warmup_ratio": ratio, "learning_rate": 2e-5, "rates": rates})
    (out / "schedules.json").write_text("[\n" + ",\n".join(json.dumps(row) for row in schedules) + "\n]\n")


main(Path(sys.argv[1]))
