#!/usr/bin/env python3
"""Golden values of the policy gradients' arithmetic, from plain torch in float64 with autograd.

Versions: torch 2.10.0
Usage:    python policy_losses.py ../resources/golden/policy.json

Responses of unequal length, with log-probabilities now, old and of the reference, rewards, values; what is recorded was
computed by the formulas as they stand in the papers, and by autograd where it is a derivative.
"""

import json
import sys
from pathlib import Path

import torch

torch.manual_seed(5)
D = torch.float64
LENGTHS = [4, 1, 7, 3]
RANGE, KL, GAMMA, LAMBDA = 0.2, 0.05, 0.97, 0.9


def draw(scale=1.0, shift=0.0):
    return [scale * torch.randn(n, dtype=D) + shift for n in LENGTHS]


old = draw(0.8, -2)
now = [(o + 0.3 * torch.randn_like(o)).requires_grad_() for o in old]
ref = [o + 0.2 * torch.randn_like(o) for o in old]
values_old, scores = draw(), torch.randn(4, dtype=D)
values = [(v + 0.4 * torch.randn_like(v)).requires_grad_() for v in values_old]
lists = lambda xs: [x.detach().tolist() for x in xs]


def k3(a, b):
    return torch.exp(b - a) - 1 - (b - a)


# rewards, GAE, whitening
rewards = [-KL * (o - r) for o, r in zip(old, ref)]
for r, s in zip(rewards, scores):
    r[-1] += s
advantages, returns = [], []
for r, v in zip(rewards, values_old):
    a, last = torch.zeros_like(r), 0.0
    for t in reversed(range(len(r))):
        delta = r[t] + GAMMA * (v[t + 1] if t + 1 < len(r) else 0.0) - v[t]
        last = delta + GAMMA * LAMBDA * last
        a[t] = last
    advantages.append(a)
    returns.append(a + v)
flat = torch.cat(advantages)
white = [(a - flat.mean()) / torch.sqrt(flat.var() + 1e-8) for a in advantages]
flat = torch.cat(rewards)
white_rewards = [(r - flat.mean()) / torch.sqrt(flat.var() + 1e-8) + flat.mean() for r in rewards]
loo = torch.stack([scores[i] - torch.cat([scores[:i], scores[i + 1 :]]).mean() for i in range(4)])
standard = (scores - scores.mean()) / (scores.std() + 1e-4)


def clipped(logp, before, a):
    rho = torch.exp(logp - before)
    return torch.max(-a * rho, -a * torch.clamp(rho, 1 - RANGE, 1 + RANGE))


def result(loss, over):
    return {"loss": loss.item(), "derivatives": lists(torch.autograd.grad(loss, over, retain_graph=True))}


ppo = torch.cat([clipped(n, o, a) for n, o, a in zip(now, old, white)]).mean()
rloo = torch.stack([clipped(n.sum(), o.sum(), a) for n, o, a in zip(now, old, loo)]).mean()
by_token = [clipped(n, o, a) + KL * k3(n, r) for n, o, r, a in zip(now, old, ref, standard)]
value = torch.cat(
    [
        torch.max((v - r) ** 2, (torch.minimum(torch.maximum(v, b - RANGE), b + RANGE) - r) ** 2)
        for v, b, r in zip(values, values_old, returns)
    ]
)
golden = {
    "range": RANGE,
    "kl_coef": KL,
    "gamma": GAMMA,
    "lambda": LAMBDA,
    "old": lists(old),
    "now": lists(now),
    "ref": lists(ref),
    "values_old": lists(values_old),
    "values": lists(values),
    "scores": scores.tolist(),
    "k3": lists([k3(o, r) for o, r in zip(old, ref)]),
    "rewards": lists(rewards),
    "advantages": lists(advantages),
    "returns": lists(returns),
    "whitened_advantages": lists(white),
    "whitened_rewards": lists(white_rewards),
    "leave_one_out": loo.tolist(),
    "standardised": standard.tolist(),
    "ppo": result(ppo, now),
    "rloo": result(rloo, now),
    "grpo_sequence": result(torch.stack([x.mean() for x in by_token]).mean(), now),
    "grpo_tokens": result(torch.cat(by_token).mean(), now),
    "value": result(0.5 * value.mean(), values),
}
Path(sys.argv[1]).write_text(json.dumps(golden, indent=1) + "\n")
