#!/usr/bin/env python3
"""Golden training trajectories from TRL: what our trainer has to follow step by step.

Versions: torch 2.10.0, transformers 5.23.0, trl 1.16.0, tokenizers 0.23.3, datasets 5.2.0, accelerate 1.15.0 (CPU, fp32).
Usage:    OMP_NUM_THREADS=1 python trl_trajectories.py ../resources/golden/trl

Writes into the folder
  model/                     a random LLaMA: grouped-query attention, head_dim unlike hidden/heads, tied embeddings,
                             norm weights away from 1, weights large enough that attention and logits are not flat
  groups.jsonl               24 groups of three answers, strongest first, without "pairs": all three pairs of each
  trl-pairs.jsonl            the same 72 pairs in TRL's form: group after group, (0,1), (0,2), (1,2)
  sequences.jsonl            per group the token ids that TRL trained on: prompt, and each response after it
  trajectory-METHOD.json     per step TRL's metrics as logged, and what the weights were before and after

A step is two groups, so TRL's batch is their six pairs (the strongest answers of the two groups for SFT), in file
order, without accumulation, and its loss the mean over the batch.

The weights are recorded as probes, one entry a tensor: "norm" (L2), and "dot" with the vector
v[i] = ((i * 7919) mod 1009) / 1009 - 0.5 over the tensor's values in row-major order; "initial" before the first
step, "change" of (final - initial). "noise" is the largest relative difference of the same run in float64: what fp32
alone is worth, so a bound below it is asking too much.
"""

import copy
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # before the imports that read it

import torch
from datasets import Dataset, disable_progress_bars
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import AutoModelForCausalLM, AutoTokenizer, LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast
from trl import DPOConfig, DPOTrainer, SFTConfig, SFTTrainer

GROUPS_PER_STEP = 2
STEPS = 12
MODELS = ["gpt4", "chatgpt", "instructgpt"]

TEMPLATE = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)

TOPICS = ["the moon", "a violin", "Gödel's theorem", "rain in Kraków", "naïve sorting", "東京の天気", "tea 🍵", "cobalt"]
ASKS = ["Explain {}.", "Write a line about {}!", "What is {} for?"]
STRONG = [
    "Briefly: {} matters, because it shows how parts fit together.",
    "Here are two facts on {}:\n1. It is old.\n2. It is still studied – café by café.",
    "{}? A calm answer: look closely, measure twice, then speak.",
]
MIDDLE = ["{} is a thing that people like.", "I think {} is good, maybe even great 🙂.", "It depends; {} has many sides."]
WEAK = ["Yes {}.", "{}", "I do not know about {}, sorry; ask someone else please, thanks."]


def groups():
    """24 prompts, some with a system message or an earlier turn, answers of very different length."""
    out = []
    for i in range(GROUPS_PER_STEP * STEPS):
        topic = TOPICS[i % len(TOPICS)]
        messages = [{"role": "user", "content": ASKS[i // len(TOPICS)].format(topic)}]
        if i % 5 == 1:
            messages.insert(0, {"role": "system", "content": "Be exact."})
        if i % 7 == 3:
            messages = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}] + messages
        texts = [STRONG[i % 3], MIDDLE[(i + 1) % 3], WEAK[(i // 2) % 3]]
        out.append(
            {
                "id": f"g{i:02d}",
                "messages": messages,
                "responses": [{"model": m, "text": t.format(topic)} for m, t in zip(MODELS, texts)],
            }
        )
    return out


def pairs(rows):
    out = []
    for row in rows:
        answers = [[{"role": "assistant", "content": r["text"]}] for r in row["responses"]]
        for c, r in [(0, 1), (0, 2), (1, 2)]:
            out.append(
                {
                    "prompt": row["messages"],
                    "chosen": answers[c],
                    "rejected": answers[r],
                    "id": row["id"],
                    "chosen_model": MODELS[c],
                    "rejected_model": MODELS[r],
                    "type": f"{MODELS[c]}>{MODELS[r]}",
                }
            )
    return out


def make_model(folder, rows):
    """A byte-level BPE over the texts above and a random LLaMA; both depend on nothing but this file."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    texts = [m["content"] for row in rows for m in row["messages"]] + [r["text"] for row in rows for r in row["responses"]]
    tokenizer.train_from_iterator(
        texts,
        trainers.BpeTrainer(
            vocab_size=384,
            special_tokens=["<|endoftext|>", "<|im_start|>", "<|im_end|>"],
            initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
            show_progress=False,
        ),
    )
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token="<|im_end|>", pad_token="<|endoftext|>", chat_template=TEMPLATE
    )
    fast.save_pretrained(folder)
    template = folder / "chat_template.jinja"
    if template.exists():  # the template inside tokenizer_config.json, the older of the two places
        template.unlink()
        config = json.loads((folder / "tokenizer_config.json").read_text())
        config["chat_template"] = TEMPLATE
        (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")

    torch.manual_seed(7)
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(fast),
            hidden_size=32,
            intermediate_size=56,
            num_hidden_layers=2,
            num_attention_heads=4,
            num_key_value_heads=2,
            head_dim=12,
            max_position_embeddings=512,
            tie_word_embeddings=True,
            bos_token_id=None,
            eos_token_id=fast.eos_token_id,
            pad_token_id=fast.pad_token_id,
        )
    )
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if "norm" in name:
                weight.copy_(1 + 0.3 * torch.randn_like(weight))
            elif "embed" in name:
                weight.copy_(0.35 * torch.randn_like(weight))
            else:
                weight.copy_(torch.randn_like(weight) * 1.3 / weight.shape[1] ** 0.5)
    model.save_pretrained(folder)


def probe(tensor):
    flat = tensor.double().flatten()
    v = (torch.arange(flat.numel(), dtype=torch.int64) * 7919 % 1009).double() / 1009 - 0.5
    return {"norm": flat.norm().item(), "dot": flat.dot(v).item()}


def settings(config, output, **extra):
    return config(
        output_dir=output,
        learning_rate=1e-3,
        lr_scheduler_type="linear",
        warmup_steps=0.1,  # a share of the steps: ceil(0.1 * 12) = 2
        max_grad_norm=1.0,
        num_train_epochs=1,
        train_sampling_strategy="sequential",
        gradient_accumulation_steps=1,
        gradient_checkpointing=False,
        bf16=False,
        use_cpu=True,
        max_length=512,
        logging_steps=1,
        save_strategy="no",
        report_to=[],
        disable_tqdm=True,
        seed=1,
        **extra,
    )


def train(folder, method, dtype, rows):
    """One run; the log lines and the weights before and after."""
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=dtype)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    before = {n: p.detach().clone() for n, p in model.named_parameters()}
    with tempfile.TemporaryDirectory() as output:
        common = dict(weight_decay=method["weight_decay"])
        if method["name"] == "sft":
            data = [
                {"prompt": r["messages"], "completion": [{"role": "assistant", "content": r["responses"][0]["text"]}]}
                for r in rows
            ]
            args = settings(SFTConfig, output, per_device_train_batch_size=GROUPS_PER_STEP, **common)
            trainer = SFTTrainer(model=model, args=args, train_dataset=Dataset.from_list(data), processing_class=tokenizer)
        else:
            args = settings(
                DPOConfig,
                output,
                per_device_train_batch_size=3 * GROUPS_PER_STEP,
                loss_type=method["loss_type"],
                beta=method["beta"],
                label_smoothing=method["label_smoothing"],
                precompute_ref_log_probs=False,
                **common,
            )
            reference = copy.deepcopy(model)
            data = Dataset.from_list([{k: p[k] for k in ("prompt", "chosen", "rejected")} for p in pairs(rows)])
            trainer = DPOTrainer(
                model=model, ref_model=reference, args=args, train_dataset=data, processing_class=tokenizer
            )
        trainer.train()
        decayed = sorted(trainer.get_decay_parameter_names(model))
    steps = [line for line in trainer.state.log_history if "loss" in line]
    assert len(steps) == STEPS, len(steps)
    return trainer, steps, before, {n: p.detach() for n, p in model.named_parameters()}, decayed


def write_sequences(file, trainer, rows):
    """The token ids behind the run, gathered back from TRL's pairs into groups."""
    data = trainer.train_dataset
    with open(file, "w", encoding="utf-8", newline="\n") as out:
        for i, row in enumerate(rows):
            first, third = data[3 * i], data[3 * i + 2]
            prompt = first["prompt_ids"]
            responses = [first["chosen_ids"], first["rejected_ids"], third["rejected_ids"]]
            assert third["prompt_ids"] == prompt and third["chosen_ids"] == responses[1]
            # The seam is a token border: nothing of the rendered prompt was cut off.
            assert prompt == trainer.processing_class.apply_chat_template(row["messages"], add_generation_prompt=True)["input_ids"]
            out.write(json.dumps({"id": row["id"], "prompt": prompt, "responses": responses}, separators=(",", ":")) + "\n")


def noise(steps, exact):
    return {
        key: max(abs(a[key] - b[key]) / max(1e-12, abs(b[key])) for a, b in zip(steps, exact)) for key in ("loss", "grad_norm")
    }


def main(target):
    disable_progress_bars()
    target.mkdir(parents=True, exist_ok=True)
    folder = target / "model"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    rows = groups()
    make_model(folder, rows)
    for name, lines in [("groups.jsonl", rows), ("trl-pairs.jsonl", pairs(rows))]:
        with open(target / name, "w", encoding="utf-8", newline="\n") as out:
            out.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)

    # name: ours; loss_type: TRL's.
    base = {"weight_decay": 0.0, "label_smoothing": 0.0}
    methods = [
        {"file": "sft", "name": "sft", **base},
        {"file": "dpo", "name": "dpo", "loss_type": ["sigmoid"], "beta": 0.1, **base},
        # 0.5 and not a customary 0.01: over 12 steps that one would be lost in the tolerance.
        {"file": "dpo-weight-decay", "name": "dpo", "loss_type": ["sigmoid"], "beta": 0.1, **base, "weight_decay": 0.5},
        {"file": "ipo", "name": "ipo", "loss_type": ["ipo"], "beta": 0.1, **base},
        {"file": "rso-hinge", "name": "rso-hinge", "loss_type": ["hinge"], "beta": 0.1, **base},
        {"file": "dpo-norm", "name": "dpo-norm", "loss_type": ["sigmoid_norm"], "beta": 5.0, **base},
        {"file": "robust-dpo", "name": "robust-dpo", "loss_type": ["robust"], "beta": 0.1, **base, "label_smoothing": 0.1},
    ]
    keys = ["loss", "grad_norm", "learning_rate"]
    pair_keys = ["rewards/chosen", "rewards/rejected", "rewards/margins", "rewards/accuracies", "logps/chosen", "logps/rejected"]
    for method in methods:
        trainer, steps, before, after, decayed = train(folder, method, torch.float32, rows)
        _, exact, _, _, _ = train(folder, method, torch.float64, rows)
        if method["file"] == "dpo":
            write_sequences(target / "sequences.jsonl", trainer, rows)
        wanted = keys + ([] if method["name"] == "sft" else pair_keys)
        result = {
            "method": method["name"],
            "trl": {k: v for k, v in method.items() if k not in ("file", "name", "weight_decay")},
            "settings": {
                "learning_rate": 1e-3,
                "schedule": "linear",
                "warmup_ratio": 0.1,
                "weight_decay": method["weight_decay"],
                "adam_beta1": 0.9,
                "adam_beta2": 0.999,
                "adam_epsilon": 1e-8,
                "clip_norm": 1.0,
                "groups_per_step": GROUPS_PER_STEP,
                "epochs": 1,
                "order": "file",
                **({} if method["name"] == "sft" else {"beta": method["beta"]}),
                **({"label_smoothing": 0.1} if method["label_smoothing"] else {}),
            },
            "decayed": decayed,
            "noise": noise(steps, exact),
            "steps": [{"step": i + 1, **{k: step[k] for k in wanted}} for i, step in enumerate(steps)],
            "weights": {n: {"initial": probe(before[n]), "change": probe(after[n].double() - before[n].double())} for n in before},
        }
        (target / f"trajectory-{method['file']}.json").write_text(json.dumps(result, indent=1) + "\n")
        print(method["file"], json.dumps(result["noise"]), file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
