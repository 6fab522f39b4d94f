"""Answers about papers, trades and houses (chứng thực, hộ kinh doanh, xây dựng, an toàn thực phẩm)."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lienthong.config.demo_province.answers import Teller

type Answers = dict[str, Any]

SHOPS = (
    ("Cà phê Phố Núi", "Dịch vụ phục vụ đồ uống", 80_000_000, 3),
    ("Tạp hóa Hoàng Mai", "Bán lẻ lương thực, thực phẩm, hàng tiêu dùng trong cửa hàng", 120_000_000, 2),
    ("Sửa xe máy Anh Tuấn", "Bảo dưỡng, sửa chữa mô tô, xe máy", 60_000_000, 2),
    ("Dệt thổ cẩm Plei Ốp", "Sản xuất, bán hàng dệt thổ cẩm Gia-rai", 50_000_000, 6),
    ("Nông sản Ia Mơ", "Mua bán hạt điều, hồ tiêu, cà phê nhân", 300_000_000, 5),
    ("Phở khô Hồng Gấm", "Nhà hàng và dịch vụ ăn uống lưu động", 150_000_000, 4),
    ("Tiệm may Thanh Thảo", "May đo, sửa chữa quần áo", 40_000_000, 2),
)
KITCHENS = (
    ("Bếp ăn Trường Mầm non Hoa Pơ Lang", "Bếp ăn tập thể", 220, 6),
    ("Nhà hàng Cơm lam Gà nướng Plei Ốp", "Nhà hàng", 120, 8),
    ("Quán phở khô Ngọc Sơn", "Quán ăn", 60, 4),
    ("Căng tin Bệnh viện Đa khoa tỉnh", "Căng tin", 300, 10),
)


def certified_copy(t: "Teller") -> Answers:
    """Copies certified from an original."""
    name, issuer, pages = t.dice.choice(
        (
            ("Giấy chứng nhận quyền sử dụng đất", "Sở Nông nghiệp và Môi trường tỉnh Gia Lai", 4),
            ("Bằng tốt nghiệp đại học", "Trường Đại học Quy Nhơn", 1),
            ("Giấy khai sinh", "UBND xã Ia Ly", 1),
            ("Học bạ trung học phổ thông", "Trường THPT chuyên Hùng Vương", 16),
            ("Sổ tiết kiệm", "Agribank Gia Lai", 2),
        )
    )
    return {
        "doc_name": name,
        "doc_issuer": issuer,
        "pages": pages,
        "copies": t.dice.randint(1, 5),
        "language": "Tiếng Việt",
        "electronic": t.dice.random() < 0.4,
    }


def certified_signature(t: "Teller") -> Answers:
    """A signature is certified."""
    off_site = t.dice.random() < 0.12
    return {
        "doc_name": t.dice.choice(
            (
                "Giấy ủy quyền nhận lương hưu",
                "Sơ yếu lý lịch",
                "Giấy cam kết bảo lãnh",
                "Đơn xin xác nhận hoàn cảnh gia đình",
            )
        ),
        "signers": t.dice.choice((1, 1, 2)),
        "sign_mode": "Điểm chỉ" if off_site else "Ký",
        "off_site": "Có" if off_site else "Không",
        "off_site_address": t.person.address,
    }


def household_business(t: "Teller") -> Answers:
    """A household business begins."""
    name, trade, capital, labour = t.dice.choice(SHOPS)
    return {
        "biz_name": f"Hộ kinh doanh {name}",
        "biz_address": t.person.address,
        "start_date": t.ahead(3, 20),
        "industries": trade,
        "capital": capital,
        "labour": labour,
        "founder_kind": "Cá nhân",
        "tax_address": t.person.address,
        "tax_method": "Kê khai",
    }


def business_end(t: "Teller") -> Answers:
    """A household business ends."""
    return {
        "biz_code": f"39{t.dice.randint(10_000_000, 99_999_999)}",
        "biz_name": f"Hộ kinh doanh {t.dice.choice(SHOPS)[0]}",
        "biz_address": t.person.address,
        "end_date": t.ahead(1, 15),
        "reason": t.dice.choice(
            (
                "Chuyển về quê sinh sống, không tiếp tục kinh doanh.",
                "Doanh thu giảm, hộ ngừng kinh doanh để trông cháu.",
                "Chuyển đổi thành công ty trách nhiệm hữu hạn một thành viên.",
            )
        ),
        "debt_done": True,
    }


def building_permit(t: "Teller") -> Answers:
    """A house is to be built."""
    floors = t.dice.choice((1, 2, 2, 3))
    ground = t.dice.choice((72, 84.5, 96, 110))
    return {
        "investor_kind": "Hộ gia đình, cá nhân",
        "site_address": t.person.address,
        "land_lot": str(t.dice.randint(12, 380)),
        "land_map": str(t.dice.randint(3, 64)),
        "land_area": round(ground * 1.6, 1),
        "work_type": "Nhà ở riêng lẻ",
        "work_grade": "Cấp III" if floors > 1 else "Cấp IV",
        "build_area": ground,
        "floor_area": ground * floors,
        "floors": floors,
        "height": 3.9 + 3.4 * (floors - 1) + 1.2,
        "setback": 2.4,
        "finish_months": t.dice.choice((6, 8, 10)),
        "designer_name": "Công ty TNHH Tư vấn Xây dựng Phố Núi",
        "designer_code": "5900999888",
    }


def food_safety(t: "Teller") -> Answers:
    """A kitchen asks for its certificate."""
    name, kind, capacity, staff = t.dice.choice(KITCHENS)
    return {
        "org_name": name,
        "org_kind": "Cơ quan, tổ chức" if kind in {"Bếp ăn tập thể", "Căng tin"} else "Hộ kinh doanh",
        "org_code": f"59{t.dice.randint(10_000_000, 99_999_999)}",
        "org_address": t.person.address,
        "org_phone": t.person.international_phone,
        "kind": kind,
        "capacity": capacity,
        "staff": staff,
        "kitchen_area": t.dice.choice((35, 48, 80.5)),
    }
