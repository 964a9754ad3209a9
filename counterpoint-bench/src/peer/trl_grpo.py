#!/usr/bin/env python3
"""TRL's GRPOTrainer over some prompts, timed step by step. Prints one JSON object on stdout, the log on stderr.

  python trl_grpo.py --model DIR --prompts prompts.jsonl --prompts-per-step 4 --samples 4 --new-tokens 64 --steps 4 --precision bf16

A prompt is a row {"instruction": ...}. The reward is the share of letters in the text, so that it costs nothing. seconds holds every
step's, sampling, reference and update included; loading and saving are outside. An allocator is chosen outside, by LD_PRELOAD.
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
from transformers import AutoModelForCausalLM, AutoTokenizer, TrainerCallback
from transformers.trainer_callback import PrinterCallback
from trl import GRPOConfig, GRPOTrainer


class Clock(TrainerCallback):
    def __init__(self):
        self.seconds = []
        self.tokens = []

    def on_step_begin(self, args, state, control, **kwargs):
        self.started = time.perf_counter()

    def on_step_end(self, args, state, control, **kwargs):
        self.seconds.append(time.perf_counter() - self.started)
        print(f"step {state.global_step}: {self.seconds[-1]:.1f} s", file=sys.stderr, flush=True)

    def on_log(self, args, state, control, logs=None, **kwargs):
        if logs and "completions/mean_length" in logs:
            self.tokens.append(logs["completions/mean_length"])


def letters(completions, **kwargs):
    texts = [c[0]["content"] if isinstance(c, list) else c for c in completions]
    return [sum(x.isalpha() for x in t) / max(1, len(t)) for t in texts]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--prompts", type=Path, required=True)
    parser.add_argument("--prompts-per-step", type=int, default=4)
    parser.add_argument("--samples", type=int, default=4)
    parser.add_argument("--new-tokens", type=int, default=64)
    parser.add_argument("--steps", type=int, default=4)
    parser.add_argument("--precision", choices=["fp32", "bf16", "bf16-weights"], default="fp32",
                        help="bf16: fp32 weights, autocast; bf16-weights: weights and moments in bf16 too")
    args = parser.parse_args()
    disable_progress_bars()
    with open(args.prompts, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    data = Dataset.from_list([{"prompt": [{"role": "user", "content": row["instruction"]}]} for row in rows])
    dtype = torch.bfloat16 if args.precision == "bf16-weights" else torch.float32
    tokenizer = AutoTokenizer.from_pretrained(args.model)
    model = AutoModelForCausalLM.from_pretrained(args.model, dtype=dtype)
    clock = Clock()
    with tempfile.TemporaryDirectory() as output:
        config = GRPOConfig(
            output_dir=output,
            use_cpu=True,
            bf16=args.precision != "fp32",
            per_device_train_batch_size=args.prompts_per_step * args.samples,
            num_generations=args.samples,
            max_completion_length=args.new_tokens,
            max_steps=args.steps,
            beta=0.05,
            num_iterations=1,
            temperature=1.0,
            learning_rate=1e-6,
            gradient_checkpointing=False,
            logging_steps=1,
            save_strategy="no",
            report_to=[],
            shuffle_dataset=False,
        )
        trainer = GRPOTrainer(
            model=model, args=config, train_dataset=data, processing_class=tokenizer, reward_funcs=letters,
            callbacks=[clock],
        )
        trainer.remove_callback(PrinterCallback)
        with contextlib.redirect_stdout(sys.stderr):  # where its log goes
            trainer.train()
    print(json.dumps({
        "seconds": clock.seconds,
        "mean_tokens": clock.tokens,
        "peak_rss_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "threads": torch.get_num_threads(),
    }))


main()
