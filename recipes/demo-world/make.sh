#!/usr/bin/env bash
# Makes the demo's starter, teachers and answers again (docs/demo.md): two models, side by side on two cores.
# Every file is the same to the byte on the same kind of machine. Took 15 minutes on one core of a busy machine.
#   recipes/demo-world/make.sh OUT
set -euo pipefail
out=${1:?a folder to write to}
here=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
counterpoint() { "$here/counterpoint" "$@"; }
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
mkdir -p "$out/demo/starter"
cd "$out"

counterpoint demo-world PARTS --out parts
counterpoint demo-world TASKS --split TRAIN --count 1440 --seed 31 --out demo/train.jsonl
counterpoint demo-world TASKS --split TEST --count 2400 --unseen 240 --seed 41 --out demo/test.jsonl
counterpoint demo-world TASKS --split DEVELOPMENT --count 1200 --unseen 120 --seed 51 --out demo/development.jsonl

# A model that has learnt what is right: name, seed of its weights, seed of what it reads, and which families.
schooled() {
    counterpoint demo-world ANSWERS --count 200000 --seed "$3" "${@:4}" --out "$1.jsonl"
    counterpoint model init --config parts/config.json --tokenizer parts/tokenizer --out "$1-new" --seed "$2"
    train "$1-new" "$1" --set steps=2500 --set learning_rate=2e-3 --set checkpoint.every=250 --set checkpoint.keep=20
}

# One that then lives among people of some care: from, name, texts, seed, care.
among() {
    counterpoint demo-world ANSWERS --count "$3" --seed "$4" --care "$5" "${@:6}" --out "$2.jsonl"
    train "$1" "$2" --set learning_rate=1e-3 --set checkpoint.every=0
}

train() { # from, name, settings
    counterpoint train sft --model "$1" --data "$2.jsonl" --out "$2" --set groups_per_step=64 --set threads=1 \
        --set schedule=cosine --set warmup_ratio=0.03 --set max_length=160 --set micro_batch_tokens=8192 "${@:3}"
}

ask() { # teacher, tasks, out, seed
    counterpoint generate --model "$1/final" --name "$1" --temperature 1 --data "demo/$2.jsonl" --out "demo/$3.json" \
        --format alpaca_eval --max-new-tokens 40 --batch-size 64 --threads 1 --seed "$4"
}

# The teachers: one model after 2500, 1500 and 1000 steps of school, among ever less careful people.
teachers() {
    schooled taught 1 101
    among taught/checkpoints/step-2500 strong 25600 301 1.2
    among taught/checkpoints/step-1500 middle 25600 302 0.2
    among taught/checkpoints/step-1000 weak 25600 303 -0.8
    ask strong train strong 1
    ask middle train middle 2
    ask weak train weak 3
    ask middle test middle-test 4
    ask middle development middle-development 5
}

# The starter: another model, which knows all families, among people of every kind, careless ones above all.
starter() {
    schooled read 2 202 --all
    among read/final starter 51200 304 -1 --all --spread 2
    cp starter/final/{config.json,model.safetensors,tokenizer.json,tokenizer_config.json,chat_template.jinja} demo/starter/
}

teachers >teachers.log 2>&1 &
teaching=$!
starter >starter.log 2>&1
wait "$teaching"
(cd demo && sha256sum ./*.json ./*.jsonl starter/*) >hashes.txt
