"""Addresses of batches (quét theo lô). Beginning one for a dossier and attaching it stand with the dossiers."""

from django.urls import path

from lienthong.domain.scans.views import batch, batches, pictures

app_name = "scans"
urlpatterns = [
    path("lam-viec/quet-lo/", batches.batches, name="batches"),
    path("lam-viec/quet-lo/<uuid:batch_id>/", batch.batch, name="batch"),
    path("lam-viec/quet-lo/<uuid:batch_id>/tep/", batch.upload, name="upload"),
    path("lam-viec/quet-lo/<uuid:batch_id>/sap-xep/", batch.arrange, name="arrange"),
    path("lam-viec/quet-lo/<uuid:batch_id>/doc-tiep/", batch.read_on, name="read-on"),
    path("lam-viec/quet-lo/<uuid:batch_id>/bo/", batch.discard, name="discard"),
    path("lam-viec/quet-lo/<uuid:batch_id>/anh/<int:number>.jpg", pictures.thumbnail, name="thumbnail"),
    path("lam-viec/quet-lo/<uuid:batch_id>/trang/<int:number>.jpg", pictures.page, name="page"),
    path("lam-viec/quet-lo/<uuid:batch_id>/tep-goc/<int:order>/", pictures.source, name="source"),
]
