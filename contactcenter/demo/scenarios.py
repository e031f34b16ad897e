"""What simulated patrons ask, in Chinese and English, and what they answer back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """One inquiry: a subject, the words, a second message, an answer a librarian could give."""

    subject: str
    text: str
    again: str
    answer: str
    to: str = "help@library.example"
    file: str | None = None


PEOPLE_EN = (
    ("Amina Okafor", "amina@riverside.example"), ("Prokopenko Iryna", "iryna@riverside.example"),
    ("Jean-Baptiste Delacroix-Montmorency", "jb.delacroix@riverside.example"), ("Nguyễn Thị Minh Khai", "khai@riverside.example"),
    ("Siobhán O'Rourke", "siobhan@riverside.example"), ("Institute of Geography", "office@geography.example"),
    ("Tariq al-Hashimi", "tariq@riverside.example"), ("Greta", "greta@riverside.example"),
    ("Bibliothèque municipale de Lyon", "pret@lyon.example"), ("Ирина Волкова", "volkova@riverside.example"),
)
PEOPLE_ZH = (
    ("李雷", "lilei@riverside.example"), ("陈晓梅", "xiaomei@riverside.example"), ("王小明", "xiaoming@riverside.example"),
    ("赵文博", "wenbo@riverside.example"), ("欧阳思远", "siyuan@riverside.example"), ("刘雨桐", "yutong@riverside.example"),
    ("古丽娜尔·买买提", "gulnar@riverside.example"), ("张", "zhang@riverside.example"),
)
LOANS, REFERENCE = "loans@library.example", "reference@library.example"
ENGLISH = (
    Question("Renewing a thesis on loan from Uppsala", "Dear librarians, the thesis from Uppsala (Lindqvist, 1998) is due on Friday, but my supervisor returns only next week and we need chapter four together. Could the loan be extended by ten days? If not, may I have pages 112–140 as a scan?", "Thank you. Does the extension also hold for the second volume?", "I have asked Uppsala for fourteen more days; they usually answer within the hour.", LOANS, "loan-slip.pdf"),
    Question("Cannot reach JSTOR from home", "Since I changed my campus card the database says I have no permission when I am off campus. On campus it works. What should I do?", "It works now, thank you very much!", "A new card has to be linked to your account once more. I have done so; please try again in ten minutes."),
    Question("A study room for six on Saturday", "Is there a group room with a screen free on Saturday afternoon? We are six and need it for about three hours.", "Two o'clock would be perfect.", "Room 3.12 is free from two to five. Shall I book it in your name?"),
    Question("Fine although I returned the book", "I got a notice about an overdue book that I put into the return box on Sunday evening. Could somebody look whether it is on the shelf?", "I am relieved. Is the fine gone as well?", "It was on the trolley. The fine has been removed from your account.", LOANS),
    Question("How do I cite a microfilm?", "I use a newspaper on microfilm (1931) for my bachelor thesis. How is it cited in APA style, and do I name the reel?", "And if only the scan was used?", "Cite the newspaper as usual and add the reel in square brackets; I attach two examples.", REFERENCE),
    Question("Donating my grandfather's books", "We would like to give about two hundred books on regional history to the library. Whom may I send a list?", "Here is the list. Twelve boxes, as it turns out.", "How kind. Please send the list to me; our subject librarian will look at it this week.", REFERENCE, "books.pdf"),
    Question("Trial access to a law database", "Our chair would like to test a database of court decisions for a month. Can the library arrange a trial?", "A fortnight would do.", "I have written to the provider and will tell you as soon as the trial is open.", REFERENCE),
    Question("Wheelchair access to the reading room", "Is the reading room on the second floor reachable by lift, and is there a desk that can be raised?", "Wonderful, see you on Monday.", "Yes to both: the lift is beside the entrance, and desk 14 can be raised."),
    Question("Copy of an article from 1931", "I need the article by Petrov in the geography journal of 1931, pages 3 to 19. We do not seem to have that year.", "A scan is enough, thank you.", "We can order a scan from another library; it usually takes two days.", LOANS),
    Question("Interlibrary loan: request no. 88-2210", "Good morning, we would like to borrow the atlas named below for one of our readers, for use in our reading room.", "Could you tell us the postage in advance?", "The atlas may be sent for use in your reading room. It leaves tomorrow.", LOANS, "request.pdf"),
    Question("Opening hours over New Year", "When is the library open between the holidays? The page still shows last year.", "Thank you, and a happy new year.", "We are open from nine to six on the 28th to the 30th. The page is corrected now."),
    Question("Which database for maritime law?", "I begin a doctorate on salvage law and do not know where to look for cases outside Europe.", "Is there an introduction I could attend?", "Two databases fit well. I would gladly show you both; would Thursday suit you?", REFERENCE),
    Question("My reservation has vanished", "Yesterday I was second in line for the statistics textbook, today I am not in the list at all.", "Oh, I see. Thank you for looking.", "You were next: the book waits for you at the desk until Friday.", LOANS),
    Question("Printing in colour", "Does any printer in the library print in colour, and can I pay by card?", "Great.", "The one on the ground floor does both."),
    Question("Scanner shows an error", "The large scanner in the map room shows error E-41 since this morning. My deadline is tomorrow.", "It works again, hooray.", "Thank you for telling us. A technician is on the way; meanwhile please use the one at the desk."),
    Question("Plagiarism check before handing in", "Is there a way for students to check a thesis before handing it in?", "How long does it take?", "Yes: upload it on the page of the writing centre. The report comes within a day.", REFERENCE),
    Question("Lost umbrella, blue", "I left a blue umbrella in the group room yesterday evening. Has it been found?", "That is the one!", "A blue umbrella is at the desk. Does it have a wooden handle?"),
    Question("E-book only for three users?", "The textbook says all copies are in use. Is it true that only three people may read it at once?", "Would you buy another licence?", "It is: the publisher sells it so. We have asked for two more licences."),
)
CHINESE = (
    Question("学位论文可以再续借一次吗？", "老师您好，我借的《海洋法导论》明天到期，已经续借过一次了，但论文还没有写完，请问可以再续借一次吗？", "好的，谢谢老师！那我周五之前还。", "您好，没有其他读者预约，我已为您续借到下月十日。", LOANS),
    Question("校外登录数据库提示权限不足", "您好，我在校外登录数据库时提示“权限不足”，校园卡是新换的，校内可以正常使用，请问怎么办？", "可以了，非常感谢！", "换卡后需要重新绑定一次统一身份认证，大约十分钟生效，我已经帮您处理了。"),
    Question("查找《图书馆论坛》2002年第10期全文", "您好，我在找《图书馆论坛》2002年第10期关于客户关系管理的一篇文章，知网上只有摘要，请问馆里有纸本吗？", "可以发扫描件吗？我这周不在学校。", "馆里有合订本，我可以为您扫描，今天下午发到您的邮箱。", REFERENCE),
    Question("请问周末自习室几点开门？", "请问周末自习室几点开门？需要提前预约吗？", "好的，谢谢。", "周末早上八点开门，座位可在手机上提前一天预约。"),
    Question("馆际互借一本日文书", "想借一本日本出版的书，国内好像没有馆藏，请问馆际互借大概需要多久，费用是多少？", "那就麻烦您帮我申请吧。", "日本的馆际互借一般需要三周，邮费约一百二十元，由读者承担一半。", LOANS, "书目信息.pdf"),
    Question("图书丢失如何赔偿", "我不小心把借的书弄丢了，请问怎么赔偿？可以买一本新的还给图书馆吗？", "我已经买到同版本的了，明天送过去。", "可以购买同一版本的新书赔偿，请带到总服务台办理。", LOANS),
    Question("文献检索课怎么报名", "请问这学期的文献检索讲座还能报名吗？我是研一新生。", "好的，周三我会去。", "还有名额，本周三下午三点在报告厅，欢迎参加。", REFERENCE),
    Question("查收查引证明", "评奖需要论文收录与引用证明，请问怎么办理，多长时间能拿到？", "论文清单见附件。", "请把论文清单发给我，一般三个工作日出具证明。", REFERENCE, "论文清单.pdf"),
    Question("预约的书一直没有通知", "我两周前预约的《统计学习方法》，一直没有收到到书通知，前面还有几个人？", "太好了，我下午来取。", "您前面还有一位读者，预计周四可以取书。", LOANS),
    Question("电子阅览室可以打印吗", "请问电子阅览室可以打印彩色的吗？怎么付费？", "明白了。", "一楼自助打印机可以打印彩色，支持校园卡和手机支付。"),
    Question("老旧报纸缩微胶片阅读", "想看1935年的地方报纸缩微胶片，请问在哪里看？需要预约机器吗？", "周五上午可以吗？", "缩微阅览室在四楼，需要提前一天预约，周五上午可以。", REFERENCE),
    Question("数据库试用建议", "我们课题组希望试用一个材料数据库一个月，请问图书馆可以联系吗？", "谢谢老师。", "我们已联系供应商，开通后通知您。", REFERENCE),
    Question("空调太冷了", "三楼东区的空调太冷了，能不能调高一点？", "舒服多了，谢谢。", "已通知物业调高两度，感谢您的反馈。"),
    Question("校友还能借书吗", "我已经毕业了，请问校友还可以借书或者进馆吗？", "好的，我带证件来办。", "校友可以办理阅览证进馆，带身份证和毕业证到总服务台即可。"),
    Question("外文书荐购", "想推荐图书馆购买一本外文专著，请问在哪里提交？", "已经提交了。", "可以在主页“读者荐购”提交，也可以把书名发给我。", REFERENCE),
    Question("借阅证提示异常", "我的借阅证在自助借还机上一直提示异常，无法借书。", "现在可以借了！", "您的证件有一条旧的逾期记录没有清除，现在已经处理好了。", LOANS),
)
GREETINGS_ZH, GREETINGS_EN = "您好，请问现在有人在吗？", "Hello, is somebody there?"
THANKS = {"zh": ("好的，谢谢！", "明白了，谢谢老师。", "太感谢了！"), "en": ("Thank you!", "That helps, thanks.", "Perfect, thank you.")}
