#!/usr/bin/env python3
"""TRL's DPOTrainer over one epoch of a pairs file, timed. Prints one JSON object on stdout, the log on stderr.

  python trl_dpo.py --model DIR --pairs pairs.jsonl --batch 4 --precision fp32 [--precompute] [--accumulation 3]
                     [--lora 16] [--device cuda]

seconds_reference is the precomputing pass (0 where the reference runs inside training); seconds_training is train()
itself. Loading, tokenising and saving are outside both. pairs_per_second_without_reference leaves the precomputing
pass out, and is null where the reference cannot be told from training. An allocator is chosen outside, by LD_PRELOAD.
"""

import argparse
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
import transformers
import trl
from datasets import Dataset, disable_progress_bars
from transformers import AutoModelForCausalLM, AutoTokenizer, TrainerCallback
from transformers.trainer_callback import PrinterCallback
from trl import DPOConfig, DPOTrainer


class Progress(TrainerCallback):
    """One line on stderr a step, so that a slow run is seen to move."""

    def on_log(self, args, state, control, logs=None, **kwargs):
        if logs and "loss" in logs:
            print(f"step {state.global_step}/{state.max_steps} loss {logs['loss']:.4f}", file=sys.stderr, flush=True)


class Timed(DPOTrainer):
    """DPOTrainer that knows how long its precomputing pass took."""

    seconds_reference = 0.0

    def _precompute_ref_logps(self, *args, **kwargs):
        start = time.perf_counter()
        try:
            return super()._precompute_ref_logps(*args, **kwargs)
        finally:
            self.seconds_reference += time.perf_counter() - start


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--batch", type=int, required=True, help="pairs in a forward")
    parser.add_argument("--accumulation", type=int, default=1, help="forwards in an optimizer step")
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32", help="bf16: fp32 weights, autocast")
    parser.add_argument("--precompute", action="store_true", help="reference log-probabilities before training")
    parser.add_argument("--lora", type=int, default=0, help="rank of a PEFT adapter of all linear layers; bf16: weights in bf16")
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--max-length", type=int, default=512)
    parser.add_argument("--learning-rate", type=float, default=1e-5)
    parser.add_argument("--beta", type=float, default=0.1)
    return parser.parse_args()


def read_pairs(path):
    with open(path, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    return Dataset.from_list([{k: row[k] for k in ("prompt", "chosen", "rejected")} for row in rows])


def adapter_of(rank):
    from peft import LoraConfig

    return LoraConfig(r=rank, lora_alpha=2 * rank, lora_dropout=0.0, target_modules="all-linear", task_type="CAUSAL_LM")


def main():
    args = arguments()
    disable_progress_bars()
    transformers.utils.logging.disable_progress_bar()
    pairs = read_pairs(args.pairs)
    tokenizer = AutoTokenizer.from_pretrained(args.model)
    frozen_in_bf16 = args.lora and args.precision == "bf16"
    model = AutoModelForCausalLM.from_pretrained(args.model, dtype=torch.bfloat16 if frozen_in_bf16 else torch.float32)
    with tempfile.TemporaryDirectory() as output:
        config = DPOConfig(
            output_dir=output,
            loss_type=["sigmoid"],
            beta=args.beta,
            learning_rate=args.learning_rate,
            lr_scheduler_type="linear",
            warmup_steps=0.1,
            weight_decay=0.0,
            max_grad_norm=1.0,
            num_train_epochs=1,
            per_device_train_batch_size=args.batch,
            gradient_accumulation_steps=args.accumulation,
            gradient_checkpointing=False,
            bf16=args.precision == "bf16",
            use_cpu=args.device == "cpu",
            max_length=args.max_length,
            precompute_ref_log_probs=args.precompute,
            train_sampling_strategy="sequential",
            logging_steps=1,
            save_strategy="no",
            report_to=[],
            disable_tqdm=True,
            dataloader_pin_memory=False,
            seed=1,
        )
        adapter = adapter_of(args.lora) if args.lora else None
        trainer = Timed(
            model=model, args=config, train_dataset=pairs, processing_class=tokenizer, peft_config=adapter)
        trainer.remove_callback(PrinterCallback)
        trainer.add_callback(Progress())
        lengths = [len(row["prompt_ids"]) + len(row[k]) for row in trainer.train_dataset for k in ("chosen_ids", "rejected_ids")]
        assert max(lengths) <= args.max_length, f"a sequence of {max(lengths)} tokens would be truncated"
        start = time.perf_counter()
        trainer.train()
        seconds_training = time.perf_counter() - start
    reference = trainer.seconds_reference
    losses = [line["loss"] for line in trainer.state.log_history if "loss" in line]
    print(
        json.dumps(
            {
                "pairs": len(pairs),
                "sequence_tokens": sum(lengths),
                "longest": max(lengths),
                "steps": trainer.state.global_step,
                "first_loss": losses[0],
                "last_loss": losses[-1],
                "seconds_reference": reference,
                "seconds_training": seconds_training,
                "pairs_per_second": len(pairs) / (reference + seconds_training),
                "pairs_per_second_without_reference": len(pairs) / seconds_training if args.precompute else None,
                "peak_rss_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
                "threads": torch.get_num_threads(),
                "jemalloc": "jemalloc" in Path("/proc/self/maps").read_text(),
                "versions": {
                    "python": sys.version.split()[0],
                    "torch": torch.__version__,
                    "transformers": transformers.__version__,
                    "trl": trl.__version__,
                },
            }
        )
    )


if __name__ == "__main__":
    main()
