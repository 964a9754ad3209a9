#!/usr/bin/env python3
"""Golden trajectories of LoRA adapters: DPO and SFT from TRL with PEFT, SLiC from PEFT with PyTorch's own AdamW.

Versions: those of trl_trajectories.py, whose data, model and settings these runs share, and peft 0.21.0.
Usage:    OMP_NUM_THREADS=1 python lora_trajectories.py ../resources/golden/trl      (after trl_trajectories.py)

Writes into the folder
  adapter/                   an adapter of model/ on all linear layers, rank 4, alpha 8, A and B both random
  trajectory-lora-METHOD.json   as of trl_trajectories.py; "weights" are those of the adapter

Every run goes on from that adapter, so its reference is the base with the adapter as it is here.
"""

import json
import math
import shutil
import sys
import tempfile
from pathlib import Path

import peft
import torch
from datasets import Dataset, disable_progress_bars
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import AutoModelForCausalLM, AutoTokenizer, get_linear_schedule_with_warmup
from trl import DPOConfig, DPOTrainer, SFTConfig, SFTTrainer

from trl_trajectories import GROUPS_PER_STEP, STEPS, groups, pairs, probe, settings

assert peft.__version__ == "0.21.0"


def make_adapter(target):
    shutil.rmtree(target / "adapter", ignore_errors=True)
    torch.manual_seed(11)
    model = get_peft_model(
        AutoModelForCausalLM.from_pretrained(target / "model", dtype=torch.float32),
        LoraConfig(r=4, lora_alpha=8, target_modules="all-linear", task_type="CAUSAL_LM"))
    for name, parameter in model.named_parameters():
        if "lora_" in name:
            parameter.data = 0.3 * torch.randn_like(parameter) / parameter.shape[1] ** 0.5
    model.peft_config["default"].base_model_name_or_path = "../model"
    model.save_pretrained(target / "adapter")
    (target / "adapter" / "README.md").unlink(missing_ok=True)


def load(target):
    base = AutoModelForCausalLM.from_pretrained(target / "model", dtype=torch.float32)
    return PeftModel.from_pretrained(base, target / "adapter", is_trainable=True)


def learnt(model):
    return {
        name.replace(".default", ""): parameter
        for name, parameter in model.named_parameters() if ".default." in name}


def with_trl(target, method, rows):
    model = load(target)
    tokenizer = AutoTokenizer.from_pretrained(target / "model")
    before = {n: p.detach().clone() for n, p in learnt(model).items()}
    with tempfile.TemporaryDirectory() as output:
        if method == "sft":
            data = [
                {"prompt": r["messages"], "completion": [{"role": "assistant", "content": r["responses"][0]["text"]}]}
                for r in rows]
            trainer = SFTTrainer(
                model=model, args=settings(SFTConfig, output, per_device_train_batch_size=GROUPS_PER_STEP, weight_decay=0.0),
                train_dataset=Dataset.from_list(data), processing_class=tokenizer)
        else:
            args = settings(
                DPOConfig, output, per_device_train_batch_size=3 * GROUPS_PER_STEP, loss_type=["sigmoid"], beta=0.1,
                precompute_ref_log_probs=False, weight_decay=0.0)
            data = Dataset.from_list([{k: p[k] for k in ("prompt", "chosen", "rejected")} for p in pairs(rows)])
            trainer = DPOTrainer(model=model, args=args, train_dataset=data, processing_class=tokenizer)
        trainer.train()
        after = {n: p.detach() for n, p in learnt(trainer.accelerator.unwrap_model(trainer.model)).items()}
    return [line for line in trainer.state.log_history if "loss" in line], before, after


def with_torch(target, rows):
    """SLiC, delta 1, lambda 1, NLL as a sum: max(0, delta - (logp_c - logp_r)) - lambda * logp_c, mean over the pairs."""
    model = load(target)
    sequences = [json.loads(line) for line in (target / "sequences.jsonl").read_text().splitlines()]
    before = {n: p.detach().clone() for n, p in learnt(model).items()}
    optimizer = torch.optim.AdamW(list(learnt(model).values()), lr=1e-3, weight_decay=0.0)
    schedule = get_linear_schedule_with_warmup(optimizer, math.ceil(0.1 * STEPS), STEPS)
    steps = []
    for step in range(STEPS):
        losses = []
        for group in sequences[GROUPS_PER_STEP * step:GROUPS_PER_STEP * (step + 1)]:
            logps = []
            for response in group["responses"]:
                tokens = torch.tensor([group["prompt"] + response])
                rows_ = torch.log_softmax(model(tokens).logits[0, :-1], -1)
                at = torch.arange(len(group["prompt"]) - 1, tokens.shape[1] - 1)
                logps.append(rows_[at, tokens[0, len(group["prompt"]):]].sum())
            losses += [torch.relu(1 - (logps[c] - logps[r])) - logps[c] for c, r in [(0, 1), (0, 2), (1, 2)]]
        loss = torch.stack(losses).mean()
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(list(learnt(model).values()), 1.0)
        steps.append({"loss": loss.item(), "grad_norm": norm.item(), "learning_rate": schedule.get_last_lr()[0]})
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
    return steps, before, {n: p.detach() for n, p in learnt(model).items()}


def main(target):
    disable_progress_bars()
    rows = groups()
    make_adapter(target)
    pair_keys = ["rewards/margins", "rewards/accuracies", "logps/chosen", "logps/rejected"]
    for method in ("sft", "dpo", "slic"):
        steps, before, after = with_torch(target, rows) if method == "slic" else with_trl(target, method, rows)
        assert len(steps) == STEPS
        wanted = ["loss", "grad_norm", "learning_rate"] + (pair_keys if method == "dpo" else [])
        result = {
            "method": method,
            "settings": {
                "learning_rate": 1e-3, "schedule": "linear", "warmup_ratio": 0.1, "weight_decay": 0.0,
                "clip_norm": 1.0, "groups_per_step": GROUPS_PER_STEP, "epochs": 1, "order": "file",
                **({"beta": 0.1} if method == "dpo" else {}),
            },
            "steps": [{"step": i + 1, **{k: step[k] for k in wanted}} for i, step in enumerate(steps)],
            "weights": {n: {"change": probe(after[n].double() - before[n].double())} for n in before},
        }
        (target / f"trajectory-lora-{method}.json").write_text(json.dumps(result, indent=1) + "\n")
        print(method, steps[-1], file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
