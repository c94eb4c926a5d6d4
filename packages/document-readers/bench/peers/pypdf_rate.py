"""Prints pages and seconds of computing of pypdf's text extraction over the given files, and the files that it could not read.

    python pypdf_rate.py FILE.pdf ...
"""

import json
import logging
import sys
import time

from pypdf import PdfReader

logging.disable(logging.ERROR)
rates = []
for path in sys.argv[1:]:
    began = time.process_time()
    try:
        pages = [page.extract_text() for page in PdfReader(path).pages]
    except Exception as error:
        rates.append({"path": path, "pages": 0, "seconds": 0, "error": type(error).__name__})
    else:
        rates.append({"path": path, "pages": len(pages), "seconds": time.process_time() - began})
print(json.dumps(rates))
