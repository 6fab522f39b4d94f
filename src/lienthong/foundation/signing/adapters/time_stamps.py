"""The authority of time (cơ quan cấp dấu thời gian), RFC 3161 over HTTP. Apart from its neighbours, for it loads pyHanko."""

from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from lienthong.foundation.signing.adapters.authorities import AuthorityUnreachable, ask


class HttpTimeStamper(TimeStamper):
    """A client of the time stamping authority at `url`. Its calls raise TimestampRequestError, an IOError. `answered` after one that did not."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url
        self.answered = False

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        try:
            answer = ask("POST", self._url, req.dump(), "application/timestamp-query")
            found = tsp.TimeStampResp.load(answer, strict=True)
        except (AuthorityUnreachable, ValueError) as error:
            raise TimestampRequestError(str(error)) from error
        self.answered = True
        return found
