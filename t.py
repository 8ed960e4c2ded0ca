import sys,time
from pathlib import Path
from hqe_docs.paper.preview.renderers import find_renderer
from hqe_docs.paper.preview.rendering import render
from hqe_docs.paper.preview.pdfpages import glyphs_of, save_pictures
from collections import Counter
r=find_renderer(); print(r)
files=[Path(p) for p in sys.argv[1:]]
out=Path('/tmp/w/pv'); out.mkdir(exist_ok=True)
t=time.time(); got=render(files,out,r,limit=60,jobs=2); print(time.time()-t,got)
for p,pdf in got.made.items():
    t=time.time(); g=list(glyphs_of(pdf)); print(p.name,len(g),time.time()-t,Counter(x.font for x in g).most_common(8), Counter(x.width for x in g if x.char>'一').most_common(4))
