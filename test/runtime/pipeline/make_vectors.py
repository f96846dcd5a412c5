#!/usr/bin/env python3
"""Makes the expected results in data/ with the libraries that Burin must match.

Needs Python 3.11 or newer, transformers 4.57.1 (without ftfy), diffusers 0.35.2 and torch:
    python3 -m venv V && V/bin/pip install transformers==4.57.1 diffusers==0.35.2 torch
    V/bin/python make_vectors.py
"""
import gzip
import json
import math
import os
import random
import tempfile

import diffusers
import torch
import transformers
from transformers import CLIPTokenizer

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "data")
EMOJI = os.path.join(HERE, "../../../examples/emoji/model/tokenizer")
START, END = "<|startoftext|>", "<|endoftext|>"


def prompts():
    """Byte strings: what a user, or nobody in their right mind, types."""
    texts = [
        "", " ", "a", "A", "a red apple", "a photo of an astronaut riding a horse on mars",
        "red apple, fluent style", "UPPER CASE PROMPT", "MiXeD CaSe", "  leading and trailing  ",
        "tabs\tand\nnew\r\nlines", "multiple     spaces", "comma,separated,words", "hyphen-ated-word",
        "under_score", "slash/back\\slash", "(parentheses) [brackets] {braces}", "((emphasis:1.3))",
        "question? exclamation! ... ellipsis…", "hello!", "!", "!!!", "wow!!! great!", "a!b", "! !", "semi;colon: colon",
        "\"double\" 'single' `back`", "“curly” ‘quotes’ «guillemets»", "it's", "IT'S", "don't", "we're", "I'll",
        "they'd", "I'm", "you've", "o'clock", "rock'n'roll", "'s", "'S", "''s", "'ll'll", "dogs'", "it’s curly",
        "'ſ long s", "maſt", "'Re", "x'vex", "!'s", "...'t", "'", "''", "'d've", "y'all'd've",
        "0", "1", "42", "1234567890", "3.14159", "1,000,000", "v1.5", "16:9", "4k", "8K UHD", "50mm f/1.8", "100%",
        "²³¹", "½ ¾", "Ⅷ ⅷ", "①②③", "٣٤٥", "१२३", "零一二", "𝟘𝟙𝟚", "x²+y²=z²",
        "café", "cafe\u0301", "naïve", "résumé", "Ünïcödé", "Ångström", "A\u030angstro\u0308m", "ÀÉÎÕÜ",
        "straße", "STRASSE", "ẞ", "İstanbul", "ISTANBUL ıi", "Iİıi", "ΟΔΥΣΣΕΥΣ", "Σ", "ΑΣ", "ΑΣ.", "ΑΣ'Α", "ΣΑΣ ΣΑΣ", "Σ Σ",
        "Ω (ohm Ω)", "K (kelvin K)", "Å angstrom sign", "ﬁ ligature", "Ｆｕｌｌｗｉｄｔｈ", "ǅ ǆ Ǆ", "Ǳ", "ŉ", "ǰ",
        "Привет мир", "ПРИВЕТ", "Ёжик", "е\u0308жик", "Українська ЇЄҐ", "Ελληνικά", "ქართული ᲥᲐᲠᲗᲣᲚᲘ", "Հայերեն", "ᏣᎳᎩ ꮳꮃꭹ",
        "中文", "一只猫在桌子上", "红苹果 a red apple 红", "漢字かな交じり文", "カタカナ", "ひらがな", "日本語のテキスト123", "㐀㐁", "𠀀𠀁", "豈更", "\U0002f800",
        "한국어", "하\u1161ᆫ", "\u1112\u1161\u11ab\u1100\u1173\u11af", "한글 漢字 mixed",
        "שלום עולם", "שָׁלוֹם", "مرحبا بالعالم", "مَرْحَبًا", "فارسی ۱۲۳", "עברית with English", "\u202bRTL embed\u202c", "\u200fright mark",
        "हिन्दी", "नमस्ते दुनिया", "தமிழ்", "ไทย ภาษา", "ລາວ", "မြန်မာ", "ខ្មែរ", "বাংলা", "ગુજરાતી", "ਪੰਜਾਬੀ", "తెలుగు", "አማርኛ", "བོད་ཡིག", "Tiếng Việt có dấu",
        "\u0928\u093c", "\u0958", "\u2126", "\u0344", "\u0f73", "\ufb1d", "\u1e9b\u0323",
        "😀", "😀😃😄", "👍🏽", "👨‍👩‍👧‍👦", "🏳️‍🌈", "❤️", "🇺🇸🇯🇵", "1️⃣", "a 🐱 and a 🐶", "🧑🏿‍🚀", "☕", "©®™", "🫠",
        "e\u0301\u0302\u0303\u0304", "\u0301alone", "a\u0300\u0301\u0302" * 20, "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
        "zero\u200bwidth", "joiner\u200dhere", "soft\u00adhyphen", "\ufeffbom", "no\u00a0break", "en\u2002em\u2003thin\u2009",
        "line\u2028sep", "para\u2029sep", "ideographic\u3000space", "narrow\u202fnbsp", "ogham\u1680space", "nel\u0085here", "vt\x0bff\x0c", "fs\x1cgs\x1drs\x1eus\x1f",
        "nul\x00inside", "\x00", "bell\x07 esc\x1b del\x7f", "c1\x80\x9f", "\ufffd", "a\ufffdb", "\ue000private", "\U000f0000", "\uffff\ufffe", "\u0378 unassigned", "\U0001fbff", "tag\U000e0061",
        START, END, f"{START}a cat{END}", f"a {END} b", f"a{END}b", f"{END}{END}", "<|STARTOFTEXT|>", "<|EndOfText|> x", "<|endoftext", "|endoftext|>", "<|ſtartoftext|>", "< |endoftext|>",
        f"  {END}  word", f"don{END}'t", f"caf{END}\u0301e", f"!{START}!", "<|endof\u200btext|>", "<<|endoftext|>>", "<|endoftext|>>>",
        "a" * 100, "ab" * 500, "supercalifragilisticexpialidocious", "word " * 76, "word " * 75, "word " * 74, "x " * 200, "!" * 300, "123 " * 40, "mixed WORD 123 !? " * 20,
        "https://example.com/path?q=1&r=2#frag", "user@example.com", "C++ & C#", "a < b > c", "50°C", "€100 £50 ¥1000", "#hashtag @mention", "~tilde^caret", "a|b", "a=b+c", "$HOME", "*bold* _it_", "--ar 16:9 --v 5",
        "masterpiece, best quality, 1girl, solo, looking at viewer, (detailed:1.2), <lora:thing:0.8>",
        "lowres, bad anatomy, bad hands, text, error, missing fingers, extra digit, fewer digits, cropped, worst quality",
        "Der schnelle braune Fuchs springt über den faulen Hund", "Le cœur déçu mais l'âme plutôt naïve", "El pingüino Wenceslao hizo kilómetros", "Zażółć gęślą jaźń", "Příliš žluťoučký kůň", "Đặc biệt", "Iñtërnâtiônàlizætiøn",
        "ꜱmall cᴀps", "ⓐⓑⓒ ⒶⒷⒸ", "🅰🅱", "𝒻𝒶𝓃𝒸𝓎", "𝐁𝐨𝐥𝐝", "𐐀𐐨 Deseret", "ʰʲʷ", "ª º", "·middot·", "ー長音", "々", "〆", "゛", "ㇰ", "﷽", "ﷺ", "ͅ", "ᾼ",
    ]
    rng = random.Random(7)
    words = "cat dog apple pizza rocket heart star moon sun tree blue red green happy sad face hand style noto twemoji fluent emoji of with the a in on".split()
    for _ in range(40):
        texts.append(rng.choice(["", " ", "a "]) + rng.choice([" ", ", ", "-", "  "]).join(rng.choice(words) for _ in range(rng.randint(2, 12))))
    ranges = [(0x20, 0x7E), (0xA0, 0x17F), (0x370, 0x4FF), (0x5D0, 0x6FF), (0x900, 0x97F), (0x1E00, 0x1FFF), (0x2000, 0x22FF), (0x2460, 0x27BF), (0x3040, 0x30FF), (0x4E00, 0x4FFF), (0xAC00, 0xAD00), (0xFF00, 0xFFEF), (0x1F300, 0x1F6FF)]
    for _ in range(60):
        texts.append("".join(chr(rng.randint(*rng.choice(ranges))) for _ in range(rng.randint(1, 30))))
    raw = [t.encode("utf-8") for t in texts]
    raw += [b"\xff", b"\xfe\xff", b"a\x80b", b"\xc0\xaf", b"\xe2\x82", b"caf\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xf0\x9f\x98", b"latin1 caf\xe9 cr\xe8me", b"\xc3\xa9\xff\xc3\xa9", b"<|endof\xfftext|>", b"\xf8\x88\x80\x80\x80", b"ok \xe4\xb8 ok", b"\xe0\x80\x80"]
    for _ in range(15):
        raw.append(bytes(rng.randint(0, 255) for _ in range(rng.randint(1, 40))))
    return raw


def write(name, value):
    with open(os.path.join(DATA, name), "w", encoding="ascii") as out:
        json.dump(value, out, separators=(",", ":"))
        out.write("\n")


def tokenizer_vectors(name, tokenizer):
    cases = []
    for raw in prompts():
        ids = tokenizer(raw.decode("utf-8", "replace"), padding="max_length", max_length=77, truncation=True).input_ids
        assert len(ids) == 77
        while len(ids) > 2 and ids[-1] == ids[-2] == tokenizer.pad_token_id:
            ids.pop()
        cases.append([raw.hex(), ids])
    write(name, {"reference": f"transformers {transformers.__version__} CLIPTokenizer", "length": 77, "pad": tokenizer.pad_token_id, "cases": cases})
    print(name, len(cases))


def clip_folder():
    """vocab.json and merges.txt of OpenAI's CLIP from its compressed merges."""
    with gzip.open(os.path.join(DATA, "clip/bpe_simple_vocab_16e6.txt.gz")) as f:
        merges = f.read().decode("utf-8").split("\n")[1 : 49152 - 256 - 2 + 1]
    from transformers.models.clip.tokenization_clip import bytes_to_unicode

    alphabet = list(bytes_to_unicode().values())
    tokens = alphabet + [c + "</w>" for c in alphabet] + ["".join(m.split()) for m in merges] + [START, END]
    folder = tempfile.mkdtemp()
    json.dump({t: i for i, t in enumerate(tokens)}, open(folder + "/vocab.json", "w"))
    open(folder + "/merges.txt", "w").write("#version: 0.2\n" + "\n".join(merges) + "\n")
    return folder


def fake_model(sample, t):
    """Any smooth function of sample and timestep; the C++ test has the same."""
    index = torch.arange(sample.numel(), dtype=torch.float64).reshape(sample.shape)
    x = sample.double()
    return (0.6 * torch.sin(0.7 * index + 0.01 * t) + 0.3 * x * math.cos(0.05 * t)).float()


def run_scheduler(cls, config, steps):
    scheduler = cls.from_config(config)
    scheduler.set_timesteps(steps)
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(0)  # else repeated timesteps confuse it
    generator = torch.Generator().manual_seed(1234)
    sample = (torch.arange(6, dtype=torch.float32) * 0.5 - 1.2).reshape(1, 1, 2, 3) * scheduler.init_noise_sigma
    latents = []
    for t in scheduler.timesteps:
        output = fake_model(scheduler.scale_model_input(sample, t), float(t))
        extra = {"generator": generator} if "Ancestral" in cls.__name__ else {}
        sample = scheduler.step(output, t, sample, **extra).prev_sample
        latents.append([float(f"{v:.8g}") for v in sample.flatten().tolist()])
    return {"steps": steps, "sigma": float(scheduler.init_noise_sigma), "timesteps": [float(t) for t in scheduler.timesteps], "latents": latents}


def scheduler_vectors():
    sd = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "num_train_timesteps": 1000}
    v = {"prediction_type": "v_prediction"}
    families = {
        "PNDMScheduler": [
            {**sd, "skip_prk_steps": True, "steps_offset": 1}, {**sd, "skip_prk_steps": False}, {"skip_prk_steps": True, "set_alpha_to_one": True},
            {**sd, **v, "skip_prk_steps": True}, {"beta_schedule": "squaredcos_cap_v2", "skip_prk_steps": True},
            {**sd, "skip_prk_steps": True, "timestep_spacing": "linspace"}, {**sd, "skip_prk_steps": True, "timestep_spacing": "trailing"},
            {**sd, **v, "skip_prk_steps": False, "timestep_spacing": "linspace"}, {**sd, "skip_prk_steps": False, "timestep_spacing": "trailing"}],
        "DDIMScheduler": [
            {**sd, "clip_sample": False, "set_alpha_to_one": False, "steps_offset": 1}, {}, {**sd, **v, "clip_sample": False},
            {**sd, "prediction_type": "sample", "clip_sample_range": 0.8}, {"beta_schedule": "squaredcos_cap_v2", "clip_sample": True},
            {**sd, **v, "rescale_betas_zero_snr": True, "timestep_spacing": "trailing", "clip_sample": False}, {**sd, "timestep_spacing": "linspace", "clip_sample": False}],
        "EulerDiscreteScheduler": [
            {**sd, "timestep_spacing": "leading", "steps_offset": 1}, {**sd}, {**sd, **v, "timestep_spacing": "trailing"}, {**sd, "use_karras_sigmas": True},
            {**sd, "use_karras_sigmas": True, "sigma_min": 0.05, "sigma_max": 12.0, "timestep_spacing": "leading"}, {**sd, "prediction_type": "sample"},
            {**sd, "final_sigmas_type": "sigma_min"}, {**sd, **v, "rescale_betas_zero_snr": True, "timestep_spacing": "trailing"}, {"beta_schedule": "squaredcos_cap_v2"}, {}],
        "EulerAncestralDiscreteScheduler": [
            {**sd}, {**sd, "timestep_spacing": "leading", "steps_offset": 1}, {**sd, **v, "timestep_spacing": "trailing"}, {**sd, **v, "rescale_betas_zero_snr": True, "timestep_spacing": "trailing"}],
        "DPMSolverMultistepScheduler": [
            {**sd}, {**sd, "use_karras_sigmas": True}, {**sd, "timestep_spacing": "leading", "steps_offset": 1}, {**sd, "timestep_spacing": "trailing", **v},
            {**sd, "solver_type": "heun"}, {**sd, "solver_order": 1}, {**sd, "final_sigmas_type": "sigma_min"}, {**sd, "final_sigmas_type": "sigma_min", "lower_order_final": False},
            {**sd, "euler_at_final": True, "final_sigmas_type": "sigma_min"}, {**sd, "prediction_type": "sample"}, {"beta_schedule": "squaredcos_cap_v2", "lambda_min_clipped": -5.1},
            {"beta_schedule": "squaredcos_cap_v2", "use_karras_sigmas": True, "lambda_min_clipped": -5.1}, {**sd, **v, "rescale_betas_zero_snr": True, "timestep_spacing": "trailing"}, {}],
    }
    cases = []
    for name, configs in families.items():
        for config in configs:
            prk = name == "PNDMScheduler" and not config["skip_prk_steps"]
            runs = [run_scheduler(getattr(diffusers, name), config, s) for s in (1, 2, 4, 20, 50) if s >= 4 or not prk]
            cases.append({"config": {"_class_name": name, **config}, "runs": runs})
    write("schedulers.json", {"reference": f"diffusers {diffusers.__version__}, torch {torch.__version__}", "cases": cases})
    print("schedulers.json", len(cases), sum(len(c["runs"]) for c in cases))


def noise_vectors():
    cases = []
    for seed in (0, 1, 42, 2**32 - 1, 2**32 + 7):
        for size in (1, 5, 16, 24, 1024):
            generator = torch.Generator().manual_seed(seed)
            draws = [torch.randn(size, generator=generator) for _ in range(2)]
            keep = min(size, 24)
            cases.append({"seed": seed, "size": size, "draws": [[float(f"{v:.8g}") for v in d[-keep:].tolist()] for d in draws]})
    write("randn.json", {"reference": f"torch {torch.__version__} CPU randn; the last 24 values of each draw", "cases": cases})


if __name__ == "__main__":
    tokenizer_vectors("tokenizer_emoji.json", CLIPTokenizer.from_pretrained(EMOJI))
    folder = clip_folder()
    tokenizer_vectors("tokenizer_clip.json", CLIPTokenizer(folder + "/vocab.json", folder + "/merges.txt", model_max_length=77))
    tokenizer_vectors("tokenizer_clip_pad.json", CLIPTokenizer(folder + "/vocab.json", folder + "/merges.txt", model_max_length=77, pad_token="!"))
    scheduler_vectors()
    noise_vectors()
