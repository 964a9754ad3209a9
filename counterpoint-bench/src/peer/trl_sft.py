#!/usr/bin/env python3
"""TRL's SFTTrainer over one epoch of packed sequences, timed. Prints one JSON object on stdout, the log on stderr.

  python trl_sft.py --model DIR --data answers.jsonl --packed 1024 --batch 1 --steps 4 --precision bf16

A row is {"prompt": [messages], "completion": [messages]}; the loss is over completions. Rows are packed into sequences of --packed
tokens, which do not see one another; --batch of them are a forward, and forwards are accumulated so that the epoch has --steps
updates. An allocator is chosen outside, by LD_PRELOAD.
"""

import argparse
import contextlib
import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TQDM_DISABLE", "1")

import torch
from datasets import Dataset, disable_progress_bars
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.trainer_callback import PrinterCallback
from trl import SFTConfig, SFTTrainer


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--packed", type=int, default=1024, help="tokens of a packed sequence")
    parser.add_argument("--batch", type=int, default=1, help="packed sequences in a forward")
    parser.add_argument("--steps", type=int, default=4)
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32", help="bf16: fp32 weights, autocast")
    parser.add_argument("--learning-rate", type=float, default=1e-5)
    args = parser.parse_args()
    disable_progress_bars()
    with open(args.data, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    tokenizer = AutoTokenizer.from_pretrained(args.model)
    model = AutoModelForCausalLM.from_pretrained(args.model, dtype=torch.float32)

    def config(output, accumulation):
        return SFTConfig(
            output_dir=output,
            learning_rate=args.learning_rate,
            lr_scheduler_type="linear",
            weight_decay=0.0,
            max_grad_norm=1.0,
            num_train_epochs=1,
            per_device_train_batch_size=args.batch,
            gradient_accumulation_steps=accumulation,
            gradient_checkpointing=False,
            bf16=args.precision == "bf16",
            use_cpu=True,
            max_length=args.packed,
            packing=True,
            completion_only_loss=True,
            logging_steps=1,
            save_strategy="no",
            report_to=[],
            disable_tqdm=True,
            dataloader_pin_memory=False,
            seed=1,
        )

    with tempfile.TemporaryDirectory() as output, contextlib.redirect_stdout(sys.stderr):
        def trainer(accumulation):
            made = SFTTrainer(
                model=model, args=config(output, accumulation), train_dataset=Dataset.from_list(rows),
                processing_class=tokenizer)
            made.remove_callback(PrinterCallback)
            return made

        first = trainer(1)
        packed = len(first.train_dataset)
        trainer = trainer(max(1, round(packed / args.batch / args.steps)))
        tokens = sum(len(row["input_ids"]) for row in trainer.train_dataset)
        start = time.perf_counter()
        trainer.train()
        seconds = time.perf_counter() - start
    losses = [line["loss"] for line in trainer.state.log_history if "loss" in line]
    print(json.dumps({
        "tokens": tokens,
        "sequences": packed,
        "steps": trainer.state.global_step,
        "losses": losses,
        "seconds": seconds,
        "peak_rss_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "threads": torch.get_num_threads(),
    }))


main()
