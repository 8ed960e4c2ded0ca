export { init, registerMap, use } from "echarts/core";
import { use } from "echarts/core";
import { MapChart, ScatterChart } from "echarts/charts";
import { GeoComponent, TooltipComponent } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";
use([MapChart, ScatterChart, GeoComponent, TooltipComponent, SVGRenderer]);
