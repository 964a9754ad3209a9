"""TRL 1.12.0's PPOTrainer, the last that there was, against the replay of policy_replay.py with its differences switched in.

    pip install --no-deps --target FOLDER trl==1.12.0
    python trl_ppo.py FOLDER      (torch 2.15, transformers 5.23, accelerate)

TRL trains the tiny models of resources/golden/trl; the token ids that it drew and the order of its mini-batches are recorded
and nothing else. The replay, begun from the same files, must come to the same metrics and the same weights. Each switch is
then turned off by itself, which must show: a switch that changes nothing would prove nothing. docs/policy-gradients.md lists
the differences.
"""
import json
import sys
import tempfile
from dataclasses import dataclass, fields, replace

import numpy
import torch
from policy_replay import TRL, adamw, kl_of, token_logps, token_values, whiten
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification, AutoTokenizer

STEPS, BATCH, LENGTH, EPOCHS, PARTS = 3, 16, 32, 2, 2
RATE, KL_COEF, GAMMA, LAMBDA, CLIP, CLIP_VALUE, VF_COEF, TEMPERATURE, EOS_PENALTY = (
    3e-3, 0.1, 0.97, 0.95, 0.02, 0.02, 0.1, 0.9, 0.3)


@dataclass(frozen=True)
class Differences:
    """What TRL does otherwise than docs/policy-gradients.md says; all off: what Counterpoint does."""
    later_score: bool = True    # the score stands one slot after the end, where the answer is shorter than the longest may be
    later_value: bool = True    # that slot has a value, which is learnt, and is whitened among the rewards
    unclipped: bool = True      # gradients are not clipped, and one AdamW with one rate learns both models
    padded_means: bool = True   # approxkl and ratio are means over padding too
    offset: bool = True         # logits are divided by temperature + 1e-7


def load(kind, name):
    return kind.from_pretrained(TRL / name, dtype=torch.float32)


def run_trl():
    from datasets import Dataset
    from trl.experimental.ppo import PPOConfig, PPOTrainer, ppo_trainer

    tokenizer = AutoTokenizer.from_pretrained(TRL / "model", padding_side="left")
    rows = [json.loads(line) for line in (TRL / "groups.jsonl").read_text().splitlines()]
    prompts = []
    for row in rows:
        messages = row.get("messages") or [{"role": "user", "content": row["prompt"]}]
        prompts.append(tokenizer.apply_chat_template(messages, add_generation_prompt=True, return_dict=False))
    prompts = (prompts * BATCH)[:STEPS * BATCH]
    drawn, orders, logged = [], [], []

    def recorded(generate):
        def inner(model, queries, *rest):
            found = generate(model, queries, *rest)
            for query, answer in zip(queries, found[0]):
                ids = answer[queries.shape[1]:].tolist()
                end = ids.index(tokenizer.eos_token_id) + 1 if tokenizer.eos_token_id in ids else len(ids)
                if tokenizer.pad_token_id in ids[:end]:  # drawn by chance: TRL takes it for the end
                    end = ids.index(tokenizer.pad_token_id)
                drawn.append({"prompt_ids": query[query != tokenizer.pad_token_id].tolist(), "ids": ids[:end],
                              "finish": "stop" if ids[end - 1] == tokenizer.eos_token_id else "length"})
            return found
        return inner

    def permuted(permutation):
        def inner(n):
            orders.append(permutation(n).tolist())
            return numpy.array(orders[-1])
        return inner

    class Recording(PPOTrainer):
        def log(self, metrics, *rest):
            logged.append(metrics)

    policy, value = load(AutoModelForCausalLM, "model"), load(AutoModelForSequenceClassification, "reward-model")
    numpy.random.seed(3)
    with tempfile.TemporaryDirectory() as folder:
        trainer = Recording(
            PPOConfig(
                output_dir=folder, use_cpu=True, bf16=False, report_to="none", seed=3, stop_token="eos", gamma=GAMMA,
                total_episodes=STEPS * BATCH, per_device_train_batch_size=BATCH, num_mini_batches=PARTS,
                gradient_accumulation_steps=1, num_ppo_epochs=EPOCHS, response_length=LENGTH, temperature=TEMPERATURE,
                learning_rate=RATE, lr_scheduler_type="constant", kl_coef=KL_COEF, lam=LAMBDA, cliprange=CLIP,
                cliprange_value=CLIP_VALUE, vf_coef=VF_COEF, missing_eos_penalty=EOS_PENALTY, num_sample_generations=0,
                local_rollout_forward_batch_size=BATCH, save_strategy="no", disable_tqdm=True),
            processing_class=tokenizer, model=policy, ref_model=load(AutoModelForCausalLM, "model"),
            reward_model=load(AutoModelForSequenceClassification, "reward-model"), value_model=value,
            train_dataset=Dataset.from_dict({"input_ids": prompts}), eval_dataset=Dataset.from_dict({"input_ids": prompts[:8]}))
        ppo_trainer.batch_generation = recorded(ppo_trainer.batch_generation)
        permutation, numpy.random.permutation = numpy.random.permutation, permuted(numpy.random.permutation)
        try:
            trainer.train()
        finally:
            numpy.random.permutation = permutation
    return drawn, orders, logged, policy, value


def value_after(model, row):
    """The value model's output at the answer's last token: the state that follows the end."""
    ids = torch.tensor([row["prompt_ids"] + row["ids"]])
    return model.score(model.model(input_ids=ids).last_hidden_state[0, -1:])[:, 0]


def replay(drawn, orders, d):
    policy, reference = load(AutoModelForCausalLM, "model"), load(AutoModelForCausalLM, "model")
    value, reward = (load(AutoModelForSequenceClassification, "reward-model") for _ in range(2))
    policy_optimizer, value_optimizer = adamw(policy), adamw(value)
    temperature = TEMPERATURE + (1e-7 if d.offset else 0)
    orders, found = iter(orders), []

    def values_of(row):
        own = token_values(value, row)
        return torch.cat([own, value_after(value, row)]) if d.later_value and len(row["ids"]) < LENGTH else own

    for step in range(STEPS):
        own = drawn[step * BATCH:(step + 1) * BATCH]
        with torch.no_grad():
            old = [token_logps(policy, row, temperature) for row in own]
            refs = [token_logps(reference, row, temperature) for row in own]
            values = [values_of(row) for row in own]
            scores = [value_after(reward, row)[0] - (EOS_PENALTY if row["finish"] == "length" else 0) for row in own]
        kls = [kl_of(a, b, "k1") for a, b in zip(old, refs)]
        advantages, returns = [], []
        for kl, v, score in zip(kls, values, scores):
            slots = max(len(v), min(len(kl) + 1, LENGTH) if d.later_score else len(kl))
            r = torch.cat([-KL_COEF * kl, torch.zeros(slots - len(kl))])
            r[slots - 1 if d.later_score else len(kl) - 1] += score
            v = torch.cat([v, torch.zeros(slots - len(v))])
            a, after = torch.zeros(slots), 0.0
            for t in reversed(range(slots)):
                after = r[t] + GAMMA * (v[t + 1] if t + 1 < slots else 0.0) - v[t] + GAMMA * LAMBDA * after
                a[t] = after
            advantages.append(a[:len(kl)])
            returns.append((a + v))
        returns = [r[:len(v)] for r, v in zip(returns, values)]
        advantages = whiten(advantages, False)
        updates = []
        for _ in range(EPOCHS):
            order = next(orders)
            for part in range(PARTS):
                batch = order[part * BATCH // PARTS:(part + 1) * BATCH // PARTS]
                tokens = sum(len(old[i]) for i in batch)
                slots = sum(len(values[i]) for i in batch)
                everywhere = len(batch) * LENGTH if d.padded_means else tokens
                loss, v_loss, one = 0.0, 0.0, dict(approxkl=0.0, clipfrac=0.0, ratio=0.0, value_clipfrac=0.0)
                for i in batch:
                    gap = token_logps(policy, own[i], temperature) - old[i]
                    rho = torch.exp(gap)
                    free, held = -advantages[i] * rho, -advantages[i] * torch.clamp(rho, 1 - CLIP, 1 + CLIP)
                    loss = loss + torch.maximum(free, held).sum() / tokens
                    v = values_of(own[i])
                    a, b = ((x - returns[i]) ** 2 for x in (v, torch.clamp(v, values[i] - CLIP_VALUE, values[i] + CLIP_VALUE)))
                    v_loss = v_loss + 0.5 * torch.maximum(a, b).sum() / slots
                    one["approxkl"] += (gap ** 2 / 2).sum().item() / everywhere
                    one["clipfrac"] += (held > free).sum().item() / tokens
                    one["ratio"] += (rho.sum().item() + (LENGTH - len(gap) if d.padded_means else 0)) / everywhere
                    one["value_clipfrac"] += (b > a).sum().item() / slots
                one["policy"], one["value"] = loss.item(), v_loss.item()
                for model, optimizer, own_loss in (
                        (policy, policy_optimizer, loss), (value, value_optimizer, VF_COEF * v_loss)):
                    optimizer.zero_grad()
                    own_loss.backward()
                    if not d.unclipped:
                        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                    for group in optimizer.param_groups:
                        group["lr"] = RATE
                    optimizer.step()
                updates.append(one)
        mean = {name: sum(u[name] for u in updates) / len(updates) for name in updates[0]}
        found.append({
            "objective/kl": sum(kl.sum().item() for kl in kls) / BATCH,
            "objective/scores": sum(score.item() for score in scores) / BATCH,
            "objective/entropy": -sum(a.sum().item() for a in old) / BATCH,
            "policy/approxkl_avg": mean["approxkl"], "policy/clipfrac_avg": mean["clipfrac"],
            "loss/policy_avg": mean["policy"], "loss/value_avg": mean["value"],
            "val/clipfrac_avg": mean["value_clipfrac"], "val/ratio": mean["ratio"]})
    return found, policy, value


def apart(logged, trained, found):
    """The largest difference of a metric, and of a weight."""
    metrics, *models = found
    figures = max(abs(one[name] - step[name]) for one, step in zip(logged, metrics) for name in step)
    weights = max((a - b).abs().max().item()
                  for one, other in zip(trained, models) for a, b in zip(one.parameters(), other.parameters()))
    return figures, weights


def main():
    drawn, orders, logged, *trained = run_trl()
    ends = sum(len(row["ids"]) < LENGTH for row in drawn)
    print(f"{len(drawn)} answers, {ends} of them shorter than the limit")
    assert 0 < ends < len(drawn), "both kinds are needed to see the slot after the end"
    figures, weights = apart(logged, trained, replay(drawn, orders, Differences()))
    print(f"TRL's differences switched in: metrics within {figures:.1e}, weights within {weights:.1e}")
    assert figures < 2e-4 and weights < 2e-4
    for field in fields(Differences):
        one, other = apart(logged, trained, replay(drawn, orders, replace(Differences(), **{field.name: False})))
        print(f"without {field.name}: metrics differ by {one:.1e}, weights by {other:.1e}")
        assert field.name == "offset" or max(one, other) > 10 * max(figures, weights), field.name


sys.path.insert(0, sys.argv[1])
main()
