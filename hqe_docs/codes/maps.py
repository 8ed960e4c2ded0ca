"""Codes of area H: maps and the user's boundaries."""

from __future__ import annotations

from hqe_docs.codes.entry import Code

CODES: dict[str, Code] = {
    "H201": Code(
        "没有地图的规则",
        "没有 programmes/地图.yaml，不知道画哪些图层",
        "用随程序的，或在自己的库里放一份",
        "两张地图画哪些数、哪些服务点写在 programmes/地图.yaml 里，先看 --library 和档案里的，再看随程序的。",
    ),
    "H202": Code(
        "图层用到没有的数据",
        "图层“{layer}”用到数据“{figure}”，指标体系和 programmes/地图.yaml 里都没有，这一层没有画",
        "改成 hqe figures 列出的数据，或写进 programmes/地图.yaml 的“数据”",
        "图层的数取自指标体系的“数据”，没有的写在 programmes/地图.yaml 的“数据”里。换了指标体系，有的数据可能没有。",
        severity="warning",
    ),
    "H203": Code(
        "地图的数据写法不对",
        "programmes/地图.yaml 的数据“{name}”：{detail}",
        "照指标体系“数据”的写法改正",
        "条件用到的名称要在指标体系或它的口径定义里。写法不对的数据不计算，用到它的图层不画。",
        severity="warning",
    ),
    "H204": Code(
        "没有数可画",
        "{title}没有画：档案里没有能统计的台账",
        "先用 hqe check 检查劳动力资源台账",
        "地图由台账统计，至少要有一本读得出的劳动力资源台账。",
    ),
    "H205": Code(
        "图层没有数",
        "图层“{layer}”没有画：{detail}",
        "登记了这本台账以后再画",
        "台账没有的不画，也不当作 0。",
        severity="info",
    ),
    "H206": Code(
        "没有这样的地图",
        "没有名为“{name}”的地图",
        "可选 {known}",
        "地图的名称写在 programmes/地图.yaml 的“地图”里。",
    ),
    "H211": Code(
        "边界文件不能用",
        "边界文件不能用：{detail}",
        "用 GeoJSON（RFC 7946），坐标为经度、纬度，不超过 5000 个要素、50 万个点",
        "边界文件是 FeatureCollection，每个村或组一个 Polygon 或 MultiPolygon，名称写在 properties 的“名称”或“name”里。"
        "不给边界文件时画成示意图。",
    ),
    "H212": Code(
        "边界文件的一个要素不能用",
        "{detail}，这个要素没有用",
        "在地图软件里改正后重新导出",
        "有问题的要素只丢掉它自己，其余照画。坐标先经度后纬度，单位是度；一圈边界首尾是同一个点。",
        severity="warning",
    ),
    "H213": Code(
        "边界文件的图形种类用不上",
        "图形种类 {kind} 用不上，这个要素没有用",
        "村、组用 Polygon 或 MultiPolygon，服务点用 Point",
        "线和其他图形不画。",
        severity="info",
    ),
    "H214": Code(
        "边界文件里同一个名称有几块",
        "“{name}”在边界文件里不止一块，用了 {first}",
        "同一个村的几块合成一个 MultiPolygon；别的村改名，或在 properties 的“村”里写明",
        "名称相同的两个要素分不清是哪一个。",
        severity="warning",
    ),
    "H215": Code(
        "有的村、组没有边界",
        "{count} 个村、组在边界文件里没有，图上没有画，表里照列：{names}",
        "边界文件的名称与档案、台账一致，或在 properties 的“别名”里写上",
        "名称要完全一致；简称、旧名写在“别名”里，几个用“、”分开。没有边界的村、组，数照样列在表里、计入合计。",
        severity="warning",
    ),
    "H216": Code(
        "边界文件里有用不上的边界",
        "“{name}”不是档案里的村、组，没有画",
        "名称不同的，在 properties 的“别名”里写上档案里的名称；多余的不必改",
        "边界文件可以比档案大，例如全镇的边界；档案里没有的不画。",
        severity="info",
    ),
    "H217": Code(
        "坐标照原样使用",
        "坐标照原样使用，没有在 WGS-84、GCJ-02（火星坐标）、CGCS2000 之间换算",
        "只看本文件的边界，不影响形状；要与别的地图叠加，先统一坐标系",
        "网络地图取的坐标多为 GCJ-02，与国家坐标系相差几百米。本程序只画边界文件自己，不与别的底图叠加，不换算。",
        severity="info",
    ),
}
