"""Codes of area R: many dossiers worked off by several processes or machines."""

from __future__ import annotations

from hqe_docs.codes.entry import Code

CODES: dict[str, Code] = {
    # ---- R15 many dossiers in one run
    "R150": Code(
        "内存不足",
        "内存不足，{name} 没有做完",
        "关掉别的程序，或把 --jobs 改小，再加 --resume 运行一次",
        "一个档案内存不足时只放下这一个，其他照常做完；已经写好的文书是完整的。",
    ),
    "R151": Code(
        "一个档案没有做完",
        "程序内部错误，{name} 没有做完：{detail}",
        "设环境变量 HQE_DEBUG=1 再运行一次可看到出错的位置，请连同命令一起反馈",
        "这是程序的缺陷，不是您的材料有误。其他档案照常做完；已经写好的文书是完整的。",
    ),
    "R152": Code(
        "工作进程意外终止",
        "做 {name} 的工作进程意外终止，这个档案没有做完",
        "多半是内存不足或进程被强行结束：把 --jobs 改小，再加 --resume 运行一次",
        "工作进程意外终止时，正在做的几个档案逐个重做；单独重做仍然终止的才报这个问题，其他档案照常做完。",
    ),
    "R153": Code(
        "已中断",
        "已中断：做完 {done} 个档案，还有 {left} 个没有做",
        "加 --resume 再运行一次，已做好的不再重做",
        "按 Ctrl-C 后，正在写的文书写完或放弃，不会留下半个文件。",
    ),
    "R154": Code(
        "没有装 dask",
        "--scheduler 要用 dask，这里没有装",
        "pip install 'hqe-docs[cluster]'，各台电脑装同一版本",
        "几台电脑一起做要用 dask.distributed；只用一台电脑的几个进程用 --jobs，不需要它。",
    ),
    "R155": Code(
        "调度程序用不上",
        "调度程序 {found} 用不上：{detail}",
        "先运行 dask scheduler，再在每台电脑上运行 dask worker；地址写成 tcp://主机:8786",
        "--scheduler 后面是 dask scheduler 的地址。各台电脑要能以同样的路径读写放档案的共享文件夹。",
    ),
    "R156": Code(
        "版本不同",
        "工作的电脑上是 hqe {found}，这里是 {version}，没有做 {name}",
        "各台电脑装同一版本的 hqe-docs",
        "版本不同，做出的文书可能不同，所以不做。",
    ),
    "R157": Code(
        "文书改动过",
        "{path} 在生成后改动过，没有重新生成",
        "要重新生成，去掉 --resume 再运行；手工改动会保留",
        "--resume 时，材料没有变而文书和生成时不同，说明有人改过，保留改过的文书。",
        "warning",
    ),
    "R158": Code(
        "正有人在做",
        "{folder} 正由 {owner} 使用：{since} 开始的 {command}，没有写",
        "等它做完再运行；确认它已经不在了，删去 {file} 再试",
        "要写进同一个档案文件夹的命令一次只运行一个，免得互相覆盖；正在写的记在 .hqe/锁，做完就删去。"
        "进程已经不在的锁，同一台电脑上的随即接过来，别的电脑上的过 12 小时接过来。",
    ),
    "R159": Code(
        "接过了中断的锁",
        "{owner} {since} 开始的 {command} 没有做完就中断了，现在接着用 {folder}",
        "上次是 hqe build 的，加 --resume 只补做没有做完的",
        "进程被强行结束或断电时，.hqe/锁 会留下来。已写好的文件都是完整的，没写完的临时文件会清掉。",
        "info",
    ),
}
