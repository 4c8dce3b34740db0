"""What the kernel says of swap and of folders, read from files as the kernel writes them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.machine import Kernel, clear_swap, in_memory, never_swapped

HEAD = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"
MEMORY = Path("/dev/shm")  # noqa: S108 - memory on every Linux
pytestmark = pytest.mark.threat(49)


def row(name: str, kind: str = "partition") -> str:
    return f"{name}\t{kind}\t8388604\t0\t-2\n"


@pytest.fixture
def kernel(tmp_path: Path) -> Kernel:
    made = Kernel(tmp_path / "proc", tmp_path / "sys")
    put(made.proc / "self" / "cgroup", "0::/system.slice/sotto.service\n")
    put(made.proc / "swaps", HEAD)
    (made.sys / "class" / "block").mkdir(parents=True)
    return made


def put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def swap(kernel: Kernel, *rows: str) -> list[str] | None:
    put(kernel.proc / "swaps", HEAD + "".join(rows))
    return clear_swap(kernel)


def block(kernel: Kernel, name: str, **files: str) -> Path:
    for file, text in files.items():
        put(kernel.sys / "class" / "block" / name / file.replace("__", "/"), text)
    return kernel.sys / "class" / "block" / name


def test_a_machine_without_swap_writes_memory_nowhere(kernel: Kernel) -> None:
    assert swap(kernel) == []
    (kernel.proc / "swaps").unlink()
    assert clear_swap(kernel) == [], "a kernel without swap has no such file"


def test_a_machine_that_does_not_say_is_not_believed(tmp_path: Path) -> None:
    assert clear_swap(Kernel(tmp_path / "nothing", tmp_path)) is None


def test_swap_on_a_plain_disk_or_in_a_file_is_in_the_clear(kernel: Kernel, tmp_path: Path) -> None:
    file = tmp_path / "swap file"
    file.touch()
    block(kernel, "sda2", size="1")
    assert swap(kernel, row("/dev/sda2")) == ["/dev/sda2"]
    assert swap(kernel, row(str(file).replace(" ", r"\040"), "file")) == [str(file)]
    assert swap(kernel, row("/dev/nowhere")) == ["/dev/nowhere"]


def test_swap_on_an_encrypted_device_is_not_however_deep_that_lies(kernel: Kernel) -> None:
    block(kernel, "dm-0", dm__uuid="CRYPT-LUKS2-0123-swap\n")
    volume = block(kernel, "dm-1", dm__uuid="LVM-abc")
    (volume / "slaves").mkdir()
    (volume / "slaves" / "dm-0").symlink_to(kernel.sys / "class" / "block" / "dm-0")
    assert swap(kernel, row("/dev/dm-0"), row("/dev/dm-1")) == []


def test_a_volume_half_of_which_is_in_the_clear_is_in_the_clear(kernel: Kernel) -> None:
    block(kernel, "dm-0", dm__uuid="CRYPT-PLAIN-swap")
    block(kernel, "sda2", size="1")
    volume = block(kernel, "dm-1", dm__uuid="LVM-abc")
    (volume / "slaves").mkdir()
    for part in ("dm-0", "sda2"):
        (volume / "slaves" / part).symlink_to(kernel.sys / "class" / "block" / part)
    assert swap(kernel, row("/dev/dm-1")) == ["/dev/dm-1"]


def test_a_swap_file_on_an_encrypted_disk_is_not_in_the_clear(kernel: Kernel, tmp_path: Path) -> None:
    file = tmp_path / "swapfile"
    file.touch()
    device = file.stat().st_dev
    put(kernel.sys / "dev" / "block" / f"{os.major(device)}:{os.minor(device)}" / "dm" / "uuid", "CRYPT-LUKS2-root")
    assert swap(kernel, row(str(file), "file")) == []


@pytest.mark.parametrize(("backing", "clear"), [("none", []), ("/dev/sda5", ["/dev/zram0"])])
def test_compressed_memory_is_memory_unless_a_disk_stands_behind_it(
    kernel: Kernel, backing: str, clear: list[str]
) -> None:
    block(kernel, "zram0", backing_dev=backing)
    assert swap(kernel, row("/dev/zram0")) == clear


def test_a_service_may_be_kept_out_of_swap(kernel: Kernel) -> None:
    assert not never_swapped(kernel)
    limit = kernel.sys / "fs" / "cgroup" / "system.slice" / "sotto.service" / "memory.swap.max"
    put(limit, "max\n")
    assert not never_swapped(kernel)
    put(limit, "0\n")
    assert never_swapped(kernel)
    put(limit, "max\n")
    put(limit.parents[1] / "memory.swap.max", "0\n")
    assert never_swapped(kernel), "a limit of the slice binds the service, too"


def test_memory_is_told_from_a_disk_through_links_and_before_the_folder_is_made(tmp_path: Path) -> None:
    kernel = Kernel()
    assert in_memory(kernel, MEMORY / "not" / "there" / "yet")
    assert not in_memory(kernel, tmp_path / "not" / "there")
    link = tmp_path / "link"
    link.symlink_to(MEMORY)
    assert in_memory(kernel, link / "keys")


def test_a_machine_that_does_not_list_its_mounts_is_not_believed(tmp_path: Path) -> None:
    assert not in_memory(Kernel(tmp_path, tmp_path), MEMORY)
