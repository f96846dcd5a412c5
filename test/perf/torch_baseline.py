#!/usr/bin/env python3
"""Stable Diffusion 1.5 in PyTorch on one GPU: the times to beat, as JSON lines on standard output.

    torch_baseline.py [--site FOLDER] [--latents 64] [--batch 2] [--eager] [--wait]

Random f16 weights in the real architecture: diffusers' UNet and VAE, transformers' text encoder. Each network is
compiled with torch.compile(mode="reduce-overhead"), that is with CUDA graphs, channels-last. Networks: median and
minimum of 30 calls after 2 s of warm-up, by CUDA events. Text to image: 20 DDIM steps with guidance from token ids to
8-bit pixels in host memory, by the host's clock. Needs torch, transformers and diffusers; --site is a folder with what
Python lacks (the unpacked wheel of diffusers). Compiling takes one to two minutes: with --wait the program says
{"event": "ready"} after it, and measures when it gets a line on standard input, so that the caller can keep the GPU
free meanwhile. A network that fails is a line with "error"; the others are measured all the same.
"""
import argparse
import json
import sys
import time


def say(**fields):
    print(json.dumps(fields), flush=True)


def measure(call, runs=30, warmup_seconds=2.0):
    """Device times of call() in ms, sorted."""
    import torch

    until = time.time() + warmup_seconds
    while time.time() < until:
        call()
        torch.cuda.synchronize()
    times = []
    for _ in range(runs):
        begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        begin.record()
        call()
        end.record()
        torch.cuda.synchronize()
        times.append(begin.elapsed_time(end))
    return sorted(times)


def measure_wall(call, runs=12, warmup_seconds=2.0):
    """Host times of call() in ms, sorted; call() must wait for the device itself."""
    until = time.time() + warmup_seconds
    while time.time() < until:
        call()
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        call()
        times.append((time.perf_counter() - begin) * 1e3)
    return sorted(times)


def report(network, variant, times):
    say(network=network, variant=variant, median_ms=round(times[len(times) // 2], 3), min_ms=round(times[0], 3),
        p90_ms=round(times[int(0.9 * (len(times) - 1) + 0.5)], 3))


def guarded(network, variant, function):
    """function(), or a line that says why not."""
    try:
        return function()
    except Exception as error:  # one broken network must not hide the others
        say(network=network, variant=variant, error=f"{type(error).__name__}: {str(error)[:400]}")
        return None


def ddim(steps):
    """(timestep, alpha, next alpha) of every step, as DDIMScheduler has them for Stable Diffusion."""
    import torch

    betas = torch.linspace(0.00085 ** 0.5, 0.012 ** 0.5, 1000, dtype=torch.float64) ** 2
    alphas = torch.cumprod(1 - betas, 0).tolist()
    stride = 1000 // steps
    times = [1 + stride * i for i in reversed(range(steps))]
    return [(t, alphas[t], alphas[t - stride] if t >= stride else alphas[0]) for t in times]


class Networks:
    """The three networks, plain and compiled, and inputs for them."""

    def __init__(self, latents, batch):
        import torch
        from diffusers import AutoencoderKL, UNet2DConditionModel

        torch.backends.cudnn.benchmark = True
        with torch.device("cuda"):
            self.unet = UNet2DConditionModel(sample_size=64, cross_attention_dim=768, attention_head_dim=8).half().eval()
            self.vae = AutoencoderKL(down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
                                     block_out_channels=(128, 256, 512, 512), layers_per_block=2, latent_channels=4).half().eval()
        half = dict(device="cuda", dtype=torch.half)
        self.sample = torch.randn(batch, 4, latents, latents, **half)
        self.text = torch.randn(batch, 77, 768, **half)
        self.timestep = torch.tensor([500], device="cuda")
        self.latent = torch.randn(1, 4, latents, latents, **half)
        self.ids = torch.randint(0, 49408, (2, 77), device="cuda")
        self.text_encoder = guarded("text_encoder", "build", self.build_text_encoder)

    def build_text_encoder(self):
        import torch
        from transformers import CLIPTextConfig, CLIPTextModel

        config = CLIPTextConfig(vocab_size=49408, hidden_size=768, intermediate_size=3072, num_hidden_layers=12,
                                num_attention_heads=12, max_position_embeddings=77, hidden_act="quick_gelu")
        with torch.device("cuda"):
            return CLIPTextModel(config).half().eval()

    def compile(self):
        import torch

        self.unet = self.unet.to(memory_format=torch.channels_last)
        self.vae = self.vae.to(memory_format=torch.channels_last)
        self.sample = self.sample.to(memory_format=torch.channels_last)
        unet = torch.compile(self.unet, mode="reduce-overhead", fullgraph=True)
        decode = torch.compile(self.vae.decode, mode="reduce-overhead")
        self.run_unet = lambda sample, timestep, text: unet(sample, timestep, text, return_dict=False)[0]
        self.run_vae = lambda latent: decode(latent, return_dict=False)[0]
        self.run_text = None
        if self.text_encoder is not None:
            encode = torch.compile(self.text_encoder, mode="reduce-overhead")
            self.run_text = lambda ids: encode(input_ids=ids, return_dict=False)[0]

    def warm(self):
        """Compiles: three calls, because CUDA graphs are recorded at the second."""
        import torch

        for name, call in self.calls():
            def run(call=call):
                for _ in range(3):
                    call()
                torch.cuda.synchronize()
            start = time.time()
            guarded(name, "compile", run)
            say(event="compiled", network=name, seconds=round(time.time() - start, 1))
        start = time.time()
        guarded("text_to_image", "compile", self.draw)
        say(event="compiled", network="text_to_image", seconds=round(time.time() - start, 1))

    def calls(self):
        calls = [("unet", lambda: self.run_unet(self.sample, self.timestep, self.text)),
                 ("vae_decoder", lambda: self.run_vae(self.latent))]
        if self.run_text:
            calls.append(("text_encoder", lambda: self.run_text(self.ids)))
        return calls

    def draw(self, steps=20, guidance=7.5):
        """Token ids to pixels. Strides and types are those of the calls that were compiled."""
        import torch

        if not self.run_text:
            raise RuntimeError("no text encoder")
        hidden = self.run_text(self.ids).clone()  # CUDA graphs reuse the memory of their results
        latents = torch.randn_like(self.latent)
        for t, alpha, after in self.schedule(steps):
            both = torch.cat([latents, latents]).contiguous(memory_format=torch.channels_last)
            negative, positive = self.run_unet(both, t, hidden).chunk(2)
            noise = negative + guidance * (positive - negative)
            start = (latents - (1 - alpha) ** 0.5 * noise) / alpha ** 0.5
            latents = (after ** 0.5 * start + (1 - after) ** 0.5 * noise).contiguous()
        picture = self.run_vae(latents / 0.18215)
        return ((picture.clamp(-1, 1) + 1) * 127.5).to(torch.uint8).cpu()

    def schedule(self, steps):
        import torch

        if not hasattr(self, "steps"):
            self.steps = [(torch.tensor([t], device="cuda"), a, b) for t, a, b in ddim(steps)]
        return self.steps


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", help="folder to search for modules after Python's own")
    parser.add_argument("--latents", type=int, default=64)
    parser.add_argument("--batch", type=int, default=2)
    parser.add_argument("--eager", action="store_true", help="also without torch.compile")
    parser.add_argument("--wait", action="store_true", help="measure only after a line on standard input")
    arguments = parser.parse_args()
    if arguments.site:
        sys.path.append(arguments.site)
    import torch

    with torch.no_grad():
        networks = Networks(arguments.latents, arguments.batch)
        plain = (networks.unet, networks.vae)
        say(event="device", name=torch.cuda.get_device_name(), torch=torch.__version__, cuda=torch.version.cuda)
        networks.compile()
        networks.warm()
        say(event="ready")
        if arguments.wait and not sys.stdin.readline():
            return
        for name, call in networks.calls():
            guarded(name, "compiled", lambda: report(name, "compiled", measure(call)))
        guarded("text_to_image", "compiled", lambda: report("text_to_image", "compiled", measure_wall(networks.draw)))
        if arguments.eager:
            unet, vae = plain
            guarded("unet", "eager", lambda: report("unet", "eager", measure(
                lambda: unet(networks.sample, networks.timestep, networks.text, return_dict=False), 10)))
            guarded("vae_decoder", "eager", lambda: report("vae_decoder", "eager", measure(
                lambda: vae.decode(networks.latent, return_dict=False), 10)))
        say(event="done")


if __name__ == "__main__":
    main()
