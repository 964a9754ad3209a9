"""A plain torch replay of the recorded answers of ppo, rloo and grpo, for PolicyReplayTest.

    python policy_replay.py COUNTERPOINT      (the launcher; torch 2.15, transformers 5.23)

Each case is run with the launcher on the tiny models of resources/golden/trl; its rollouts.jsonl is then replayed step by
step from the recorded token ids alone: log-probabilities, KL, values, advantages, returns, losses, updates. Nothing else of
the run is read. What the replay finds is written to resources/golden/policy-replay.json.
"""
import hashlib
import json
import math
import subprocess
import sys
import tempfile
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification

HERE = Path(__file__).resolve().parent.parent / "resources" / "golden"
TRL = HERE / "trl"
COMMON = {
    "steps": 4, "prompts_per_step": 4, "max_new_tokens": 12, "max_length": 200, "learning_rate": 3e-3,
    "rollouts.detail": "tokens", "checkpoint.every": 0, "seed": 5,
}
CASES = {
    "ppo": ("ppo", {"ppo_epochs": 2, "mini_batches": 3, "kl_coef": 0.1, "temperature": 0.9, "cliprange": 0.02,
                    "cliprange_value": 0.02, "value_learning_rate": 1e-3}),
    "ppo-whitened": ("ppo", {"ppo_epochs": 1, "samples": 2, "whiten_rewards": True, "gamma": 0.97, "kl_estimator": "k3",
                             "missing_eos_penalty": 0.5, "reward_clip": 0.8}),
    # Of this seed no draw is so close that another order of sums changes it.
    "rloo": ("rloo", {"samples": 3, "ppo_epochs": 2, "mini_batches": 2, "kl_coef": 0.1, "cliprange": 0.05, "seed": 6}),
    "rloo-once": ("rloo", {"samples": 2, "kl_target": 0.5, "kl_horizon": 40}),
    "grpo": ("grpo", {"samples": 3, "kl_coef": 0.1}),
    "grpo-tokens": ("grpo", {"samples": 3, "ppo_epochs": 2, "normalise": "tokens", "scale": "none", "cliprange": 0.02}),
}
DEFAULTS = {"kl_coef": 0.05, "gamma": 1.0, "lambda": 0.95, "cliprange": 0.2, "cliprange_value": 0.2, "vf_coef": 0.1,
            "ppo_epochs": 1, "mini_batches": 1, "kl_estimator": "k1", "temperature": 1.0, "scale": "group",
            "normalise": "sequence", "whiten_rewards": False, "kl_horizon": 10000.0}
MASK = (1 << 64) - 1


def permutation(n, seed, step, epoch):
    """Fisher and Yates's shuffle on SplitMix64, begun by SHA-256 of (seed, step, name)."""
    name = f"mini-batches of epoch {epoch}".encode()
    digest = hashlib.sha256(seed.to_bytes(8, "big", signed=True) + step.to_bytes(8, "big", signed=True) + name).digest()
    state = int.from_bytes(digest[:8], "big")
    order = list(range(n))
    for i in range(n - 1, 0, -1):
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        j = (z ^ (z >> 31)) % (i + 1)
        order[i], order[j] = order[j], order[i]
    return order


def token_logps(model, row, temperature):
    ids = torch.tensor([row["prompt_ids"] + row["ids"]])
    logits = model(input_ids=ids).logits[0].float() / temperature
    start = len(row["prompt_ids"])
    logps = torch.log_softmax(logits[start - 1:-1], -1)
    return logps.gather(1, ids[0, start:, None])[:, 0]


def token_values(model, row):
    ids = torch.tensor([row["prompt_ids"] + row["ids"]])
    hidden = model.model(input_ids=ids).last_hidden_state[0]
    start = len(row["prompt_ids"])
    return model.score(hidden[start - 1:-1])[:, 0]


def kl_of(logps, refs, estimator):
    return logps - refs if estimator == "k1" else torch.exp(refs - logps) - 1 - (refs - logps)


def whiten(values, keep_mean):
    flat = torch.cat(values)
    mean = flat.mean()
    var = flat.var(unbiased=True) if len(flat) > 1 else torch.zeros(())
    return [(v - mean) / torch.sqrt(var + 1e-8) + (mean if keep_mean else 0) for v in values]


def rate(step, steps, peak):
    warmup = math.ceil(0.1 * steps)
    return peak * (step / max(1, warmup) if step < warmup else max(0, (steps - step) / max(1, steps - warmup)))


def update(model, optimizer, loss, lr):
    optimizer.zero_grad()
    loss.backward()
    norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    for group in optimizer.param_groups:
        group["lr"] = lr
    optimizer.step()
    return norm.item()


def adamw(model):
    return torch.optim.AdamW(model.parameters(), lr=0.0, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0)


def probes(model, before):
    moved = {}
    for name, tensor in model.named_parameters():  # what is tied, once
        change = (tensor.detach() - before[name]).double().flatten()
        pattern = torch.tensor([(i * 7919 % 1009) / 1009.0 - 0.5 for i in range(len(change))], dtype=torch.float64)
        moved[name] = {"change": {"norm": change.norm().item(), "dot": (change @ pattern).item()}}
    return moved


def replay(method, settings, rows):
    s = {**DEFAULTS, **COMMON, **settings}
    policy = AutoModelForCausalLM.from_pretrained(TRL / "model", dtype=torch.float32)
    reference = AutoModelForCausalLM.from_pretrained(TRL / "model", dtype=torch.float32)
    value = AutoModelForSequenceClassification.from_pretrained(TRL / "reward-model", dtype=torch.float32)
    start = {k: v.clone() for k, v in policy.state_dict().items()}
    value_start = {k: v.clone() for k, v in value.state_dict().items()}
    policy_optimizer, value_optimizer = adamw(policy), adamw(value)
    kl_coef = s["kl_coef"]
    found = []
    for step in range(s["steps"]):
        own = [row for row in rows if row["step"] == step + 1]
        groups = {}
        for index, row in enumerate(own):
            groups.setdefault(row["id"], []).append(index)
        groups = list(groups.values())
        with torch.no_grad():
            old = [token_logps(policy, row, s["temperature"]) for row in own]
            refs = [token_logps(reference, row, s["temperature"]) for row in own]
        learnt = []
        for row in own:
            score = row["score"]
            if "reward_clip" in s:
                score = max(-s["reward_clip"], min(s["reward_clip"], score))
            learnt.append(score - (s.get("missing_eos_penalty", 0.0) if row["finish"] == "length" else 0.0))
        kls = [kl_of(a, b, s["kl_estimator"]) for a, b in zip(old, refs)]
        told = {"kl": sum(kl.sum().item() for kl in kls) / len(own), "kl_coef": kl_coef,
                "entropy": -sum(a.sum().item() for a in old) / len(own)}
        advantages = [None] * len(own)
        if method == "ppo":
            with torch.no_grad():
                values = [token_values(value, row) for row in own]
            rewards = []
            for kl, score in zip(kls, learnt):
                r = -kl_coef * kl
                r[-1] += score
                rewards.append(r)
            if s["whiten_rewards"]:
                rewards = whiten(rewards, True)
            returns = []
            for i in range(len(own)):
                a, after = [0.0] * len(rewards[i]), 0.0
                for t in reversed(range(len(rewards[i]))):
                    following = values[i][t + 1] if t + 1 < len(rewards[i]) else 0.0
                    delta = rewards[i][t] + s["gamma"] * following - values[i][t]
                    after = delta + s["gamma"] * s["lambda"] * after
                    a[t] = after
                advantages[i] = torch.stack(a)
                returns.append(advantages[i] + values[i])
            advantages = whiten(advantages, False)
            told["values"] = [v.tolist() for v in values]
            told["returns"] = [r.tolist() for r in returns]
            told["advantages"] = [a.tolist() for a in advantages]
        else:
            for group in groups:
                if method == "rloo":
                    r = [learnt[i] - kl_coef * kls[i].sum().item() for i in group]
                    for k, i in enumerate(group):
                        others = [x for j, x in enumerate(r) if j != k]
                        advantages[i] = torch.full((len(own[i]["ids"]),), r[k] - sum(others) / len(others))
                else:
                    r = torch.tensor([learnt[i] for i in group])
                    scale = r.std(unbiased=True) + 1e-4 if s["scale"] == "group" else 1.0
                    for k, i in enumerate(group):
                        advantages[i] = torch.full((len(own[i]["ids"]),), ((r[k] - r.mean()) / scale).item())
        updates = []
        items = [[i] for i in range(len(own))] if method == "ppo" else groups
        for epoch in range(s["ppo_epochs"]):
            order = permutation(len(items), s["seed"], step, epoch)
            parts = min(s["mini_batches"], len(items))
            for part in range(parts):
                batch = [i for k in order[len(items) * part // parts:len(items) * (part + 1) // parts] for i in items[k]]
                tokens = sum(len(own[i]["ids"]) for i in batch)
                e = s["cliprange"]
                loss, approx, clipped, ratios, count = 0.0, 0.0, 0.0, 0.0, 0
                for i in batch:
                    logps = token_logps(policy, own[i], s["temperature"])
                    approx += ((logps - old[i]) ** 2 / 2).sum().item() / tokens
                    rho = torch.exp((logps - old[i]).sum() if method == "rloo" else logps - old[i])
                    a = advantages[i][0] if method == "rloo" else advantages[i]
                    free, held = -a * rho, -a * torch.clamp(rho, 1 - e, 1 + e)
                    clipped += (held > free).sum().item()
                    ratios += rho.sum().item()
                    count += rho.numel()
                    own_loss = torch.maximum(free, held)
                    if method == "grpo":
                        own_loss = own_loss + kl_coef * kl_of(logps, refs[i], "k3")
                    if method == "rloo":
                        loss = loss + own_loss / len(batch)
                    elif method == "grpo" and s["normalise"] == "sequence":
                        loss = loss + own_loss.mean() / len(batch)
                    else:
                        loss = loss + own_loss.sum() / tokens
                one = {"policy": loss.item(), "approxkl": approx, "clipfrac": clipped / count, "ratio": ratios / count}
                one["grad_norm"] = update(policy, policy_optimizer, loss, rate(step, s["steps"], s["learning_rate"]))
                if method == "ppo":
                    v_loss, v_clipped, ev = 0.0, 0, s["cliprange_value"]
                    for i in batch:
                        v = token_values(value, own[i])
                        held = torch.clamp(v, values[i] - ev, values[i] + ev)
                        a, b = (v - returns[i]) ** 2, (held - returns[i]) ** 2
                        v_clipped += (b > a).sum().item()
                        v_loss = v_loss + 0.5 * torch.maximum(a, b).sum() / tokens
                    one["value"] = v_loss.item()
                    one["value_clipfrac"] = v_clipped / tokens
                    peak = s.get("value_learning_rate", s["learning_rate"])
                    one["value_grad_norm"] = update(value, value_optimizer, s["vf_coef"] * v_loss,
                                                    rate(step, s["steps"], peak))
                updates.append(one)
        for name in updates[0]:
            told[name] = updates[-1][name] if "grad" in name else sum(u[name] for u in updates) / len(updates)
        found.append(told)
        if "kl_target" in s:
            error = max(-0.2, min(0.2, told["kl"] / s["kl_target"] - 1))
            kl_coef *= 1 + error * len(own) / s["kl_horizon"]
    result = {"steps": found, "policy": probes(policy, start)}
    if method == "ppo":
        result["value"] = probes(value, value_start)
    return result


def main(launcher):
    golden = {}
    for name, (method, settings) in CASES.items():
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "run"
            command = launcher.split() + ["train", method, "--model", str(TRL / "model"), "--reward-model",
                                  str(TRL / "reward-model"), "--data", str(TRL / "groups.jsonl"), "--out", str(out)]
            for key, value in {**COMMON, **settings}.items():
                command += ["--set", f"{key}={str(value).lower() if isinstance(value, bool) else value}"]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            rows = [json.loads(line) for line in (out / "rollouts.jsonl").read_text().splitlines()]
        ids = [[row["id"], row["sample"], row["ids"]] for row in rows]
        golden[name] = {"method": method, "settings": {**COMMON, **settings}, "drawn": ids,
                        **replay(method, settings, rows)}
        print(name, golden[name]["steps"][-1]["policy"])
    (HERE / "policy-replay.json").write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
